"""The readable twin: the same place with one Mesa agent per person, to which the kernels must be equal."""
