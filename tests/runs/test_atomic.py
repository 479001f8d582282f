"""A file is the old one or the new one, whatever call fails."""

import os

import pytest

from simulation.runs import atomic


class NthCallFails:
    """Stands before every call of ``os`` that a save makes; the n-th raises."""

    names = ("open", "write", "fsync", "replace", "close")

    def __init__(self, monkeypatch, n, error):
        self.left = n
        self.error = error
        for name in self.names:
            monkeypatch.setattr(os, name, self._guarded(name, getattr(os, name)))

    def _guarded(self, name, real):
        def call(*words, **named):
            self.left -= 1
            if self.left == 0:
                if name == "close":
                    real(*words, **named)
                raise self.error
            return real(*words, **named)

        return call

    @property
    def struck(self):
        return self.left <= 0


@pytest.mark.parametrize("n", range(1, 12))
def test_failing_the_nth_call_leaves_the_old_file_or_the_new_one(tmp_path, n):
    path = tmp_path / "a.json"
    atomic.write_text(path, "old")
    with pytest.MonkeyPatch.context() as patch:
        guard = NthCallFails(patch, n, OSError(28, "No space left on device"))
        if n <= 8:
            with pytest.raises(OSError, match="No space"):
                atomic.write_text(path, "new")
        else:
            atomic.write_text(path, "new")
    assert guard.struck == (n <= 8)
    assert path.read_text() in ("old", "new")
    assert [found.name for found in tmp_path.iterdir()] == ["a.json"]


def test_short_writes_are_completed(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:3]))
    atomic.write_bytes(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_an_interrupt_leaves_no_temporary_file(tmp_path):
    def interrupted(path):
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        atomic.save_with(interrupted, tmp_path / "past.npz")
    assert list(tmp_path.iterdir()) == []


def test_temporary_files_are_found_and_removed_at_any_depth(tmp_path):
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / ".tmp-1-rep-000001.parquet").write_bytes(b"half")
    (tmp_path / "kept").write_bytes(b"whole")
    assert atomic.remove_temporaries(tmp_path) == 1
    assert (tmp_path / "kept").exists()
    assert not list((tmp_path / "runs").iterdir())


def test_a_name_that_is_not_ascii_or_holds_spaces_is_no_trouble(tmp_path):
    folder = tmp_path / "Ø £ 人"
    folder.mkdir()
    atomic.write_json(folder / "a b.json", {"£": 1})
    assert (folder / "a b.json").read_text(encoding="utf-8") == '{\n  "£": 1\n}\n'
