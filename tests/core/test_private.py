"""What an installation keeps is closed to the other users of the machine."""

import os
import stat

import pytest

from core.blobs import BlobStore
from core.ids import new_id
from core.pieces import Pieces
from core.private import mend
from tests.core.test_serving import serving

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps other users out by the folder of the user")


def open_to_others(folder) -> list[str]:
    """What in the folder, itself among it, others may read, write or enter."""
    found = [folder, *folder.rglob("*")]
    return [str(path.relative_to(folder)) for path in found if stat.S_IMODE(path.lstat().st_mode) & 0o077]


@pytest.fixture
def usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_new_installation_makes_nothing_that_others_can_read(usual_umask, tmp_path, empty_sqlite):
    from tests.conftest import make_app

    folder = tmp_path / "instance"
    app = make_app(folder)
    with app.app_context():
        from core.migrating import upgrade

        upgrade(app)
    BlobStore(folder / "evidence").put(b"photo")
    BlobStore(folder / "sources").put(b"source")
    with Pieces(folder / "pieces").hold(new_id(), "0" * 64) as partial:
        partial.append(0, b"piece", 10)
    assert len(list(folder.rglob("*"))) > 8
    assert open_to_others(folder) == []


def test_what_an_earlier_version_left_open_is_mended_when_serving_begins(usual_umask, tmp_path):
    kept = tmp_path / "instance" / "evidence" / "ab" / "abcd"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"photo")
    (tmp_path / "instance" / "tiaocha.db-wal").touch()
    assert len(open_to_others(tmp_path / "instance")) == 5
    with serving(tmp_path / "instance"):
        assert open_to_others(tmp_path / "instance") == []


def test_what_a_link_points_to_is_not_touched(usual_umask, tmp_path):
    (tmp_path / "instance").mkdir()
    (tmp_path / "elsewhere").write_text("not ours")
    (tmp_path / "instance" / "link").symlink_to(tmp_path / "elsewhere")
    assert mend(tmp_path / "instance") == []
    assert stat.S_IMODE((tmp_path / "elsewhere").stat().st_mode) == 0o644
