"""One file per rule: its first lines say, word for word, what a person must be told about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.domain.errors import UserFault
from monitor.programme_file import Understood

BAD = sorted((Path(__file__).parent / "bad").glob("bad-*.toml"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_the_sentence(path: Path, read: Callable[[Path], Understood]) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = [line.removeprefix("# ") for line in lines if line.startswith(f"# {path.name}:")]
    with pytest.raises(UserFault) as caught:
        read(path)
    assert [str(fault) for fault in caught.value.faults] == expected


def test_all_faults_at_once_in_the_order_of_the_file(read: Callable[[Path], Understood], tmp_path: Path) -> None:
    """Every bad file's tables in one: nothing hides anything, and the order is the file's."""
    path = tmp_path / "programme.toml"
    path.write_text(
        "\n".join(
            [
                "[programme]",
                "seeed = 1",  # unknown
                'mail_domain = "https://shopper.example"',  # not a host
                "[[sites]]",
                'key = "a"',
                'url = "aurora.example"',  # no scheme
                'zone = "Moscow"',  # not a zone
                'country = "RU"',
                'language = "ru"',
                'hours = "9 to 5"',  # unreadable
                'segment = "gym"',  # unknown reference, although the site has other faults
                "[[sites.touchpoints]]",
                'kind = "form"',  # unknown kind
                "[[recipients]]",
                'name = "Anna"',
                'email = "anna"',  # not an address
                'sites = ["b"]',  # unknown reference
            ]
        ),
        encoding="utf-8",
    )
    with pytest.raises(UserFault) as caught:
        read(path)
    lines = [int(fault.place.split(":")[1].split()[0]) for fault in caught.value.faults]
    assert lines == [2, 3, 6, 7, 10, 11, 13, 16, 17]


def test_a_missing_file_and_a_file_that_is_no_text(read: Callable[[Path], Understood], tmp_path: Path) -> None:
    with pytest.raises(UserFault, match=r"No such file or directory\. Give the path of a programme file"):
        read(tmp_path / "nothing.toml")
    (tmp_path / "programme.toml").write_bytes('name = "Аврора"'.encode("cp1251"))
    with pytest.raises(UserFault, match=r"is not UTF-8 text \(byte 8\)\. Save it as UTF-8"):
        read(tmp_path / "programme.toml")


def test_a_secret_written_into_the_file_is_not_repeated(site: str, parse: Callable[[str], Understood]) -> None:
    door = '[[house.imap_doors]]\nname = "m"\nhost = "h"\nuser = "u"\npassword = "hunter2"\n'
    with pytest.raises(UserFault) as caught:
        parse(site + door)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    ["1", "true", "[[]]", "[{}]", "2026-01-01", "inf", '"http://["', '"//[x"', '"http://a:x/"', '"99999999999 weeks"'],
)
@pytest.mark.parametrize(
    "place",
    [
        "segments = {}",
        "sites = {}",
        "house = {}",
        "[[sites]]\nurl = {}",
        "[[sites]]\nphones = {}",
        "[[sites]]\nexceptions = {}",
        '[[sites]]\nurl = "https://a.example"\n[[sites.touchpoints]]\nkind = "off_hours"\naddress = {}',
        "[[sites]]\n[[sites.touchpoints]]\noptions = {}",
        "[[standards]]\nthreshold = {}\ntarget = {}",
        "[[recipients]]\nquiet = {}",
    ],
)
def test_whatever_stands_there_ends_in_sentences(place: str, value: str, parse: Callable[[str], Understood]) -> None:
    with pytest.raises(UserFault):
        parse(place.replace("{}", value))
