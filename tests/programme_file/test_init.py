"""`shopper init`, `check` and `schema` as a person uses them; pages served by a real server on loopback."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

import probes
from monitor.cli import app
from monitor.domain.errors import UserFault
from monitor.programme_file import read_with_warnings
from monitor.wiring import CLOCK_VARIABLE, Clock, the_clock

PAGE = """<!doctype html><html lang="ru"><head><meta charset="utf-8">
<title>Абонементы и цены — Аврора Фитнес | Москва</title>
<meta property="og:site_name" content="Аврора Фитнес">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "WebSite", "name": "site"},
 {"@type": "ExerciseGym", "name": "Аврора  Фитнес", "telephone": "8 (495) 111-22-33",
  "address": {"@type": "PostalAddress", "addressCountry": "RU"},
  "openingHoursSpecification": [
   {"dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], "opens": "07:00", "closes": "23:00"},
   {"dayOfWeek": "https://schema.org/Saturday", "opens": "09:00:00", "closes": "21:00:00"}]}]}</script>
</head><body><h1>Добро пожаловать</h1><p>Тренажёрный зал и бассейн рядом с метро.</p></body></html>"""


@contextmanager
def served(page: str, encoding: str = "utf-8", content_type: str = "text/html; charset=utf-8") -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", content_type)
            self.end_headers()
            self.wfile.write(page.encode(encoding))

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def shopper(*arguments: str, typed: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments), input=typed)
    if isinstance(done.exception, UserFault):
        return 2, done.stdout, str(done.exception)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def test_the_page_answers_every_question(tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    with served(PAGE) as url:
        code, out, _ = shopper("init", url, "--yes", "--output", str(path))
    assert (code, out.strip()) == (0, str(path))
    understood = read_with_warnings(path, kinds=probes.kinds(), probe_of=probes.load)
    (site,) = understood.programme.sites
    assert (site.name, site.country, site.language, site.zone) == ("Аврора Фитнес", "RU", "ru", "Europe/Moscow")
    assert site.phones == ("+74951112233",)
    assert 'hours = "Mo-Fr 07:00-23:00; Sa 09:00-21:00"' in path.read_text(encoding="utf-8")
    assert (tmp_path / "programme.schema.json").exists()
    assert not site.may_be_asked


def test_a_page_in_an_old_encoding_that_only_its_head_states(tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    with served(PAGE.replace("utf-8", "windows-1251"), "cp1251", "text/html") as url:
        code, _, _ = shopper("init", url, "--yes", "--output", str(path))
    assert code == 0
    assert 'name = "Аврора Фитнес"' in path.read_text(encoding="utf-8")


def test_permission_without_a_day_counts_from_today(tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    arguments = ("--offline", "--yes", "--country", "RU", "--language", "ru", "--mail-domain", "shopper.example")
    code, _, err = shopper("init", "https://a.example", *arguments, "--permitted-by", "Anna", "-o", str(path))
    assert code == 0, err
    consent = read_with_warnings(path).programme.sites[0].consent
    assert consent is not None
    assert abs((the_clock()().date() - consent.on).days) <= 1


def test_the_questions_are_asked_again_until_the_answer_is_usable(tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    answers = [
        "http://127.0.0.1:1/",
        "ru",
        "Russia",
        "RU",
        "9 to 5",
        "Mo-Fr 10:00-19:00",
        'Бар "У моря"',
        "",
        "",
        "anna",
        "",
    ]
    code, _, err = shopper("init", "--offline", "--output", str(path), typed="\n".join([*answers, "", ""]))
    assert code == 0, err
    assert '"Russia" is not a country' in err
    assert '"anna" is not an e-mail address' in err
    site = read_with_warnings(path).programme.sites[0]
    assert site.name == 'Бар "У моря"'


def test_everything_from_options_and_permission_is_written(tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    said = {
        "--name": "Harbour Hotel",
        "--country": "GB",
        "--language": "en",
        "--hours": "24/7",
        "--segment": "hotel",
        "--mail-domain": "shopper.example",
        "--email": "kate@harbour.example",
        "--permitted-by": "Kate Moore, owner",
        "--permitted-on": "2026-11-01",
    }
    options = [text for pair in said.items() for text in pair]
    code, _, err = shopper("init", "https://harbour.example", "--offline", "--yes", "--output", str(path), *options)
    assert code == 0, err
    understood = read_with_warnings(path, kinds=probes.kinds(), probe_of=probes.load)
    assert understood.programme.sites[0].may_be_asked
    assert understood.programme.sites[0].zone == "Europe/London"
    assert not understood.warnings


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    path.write_text("mine", encoding="utf-8")
    arguments = (
        "init",
        "https://a.example",
        "--offline",
        "--yes",
        "--country",
        "RU",
        "--language",
        "ru",
        "-o",
        str(path),
    )
    code, _, err = shopper(*arguments)
    assert code == 2
    assert "this file exists already. Name another with --output, or overwrite it with --force" in err
    assert path.read_text(encoding="utf-8") == "mine"
    assert shopper(*arguments, "--force")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("https://a.example", "--language", "ru"), "--country: it is not known. Give it: --country"),
        (("https://a.example", "--language", "ru", "--country", "UK"), '--country: "UK" is not a country'),
        (("a.example",), 'URL: "a.example" is not a web address'),
        (("https://a.example", "--country", "RU", "--language", "ru", "--segment", "gym"), '"gym" is not a segment'),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(
    arguments: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "programme.toml"
    code, _, err = shopper("init", *arguments, "--offline", "--yes", "-o", str(path))
    assert code == 2
    assert told in err
    assert not path.exists()


def test_a_site_that_does_not_answer_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    code, _, err = shopper(
        "init", "http://127.0.0.1:1/", "--yes", "--country", "RU", "--language", "ru", "-o", str(path)
    )
    assert code == 0
    assert "could not be read" in err
    assert "going on without it" in err


def test_check_tells_what_was_understood(site: str, tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    path.write_text(site, encoding="utf-8")
    code, out, _ = shopper("check", str(path))
    assert code == 0
    assert "hours    Mon–Fri 09:00–18:00; Sat–Sun closed; Europe/Moscow; closed on public holidays of RU" in out
    assert "not final" not in out and "before " not in out
    assert "form_person: A person answers within 10 working minutes: first_human within 10 min" in out
    assert "nobody is told" in out


def test_check_prints_all_that_makes_the_working_clock(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = """short_day = "1 h"
exceptions = {"2030-12-31" = "10:00-15:00"}
earlier_hours = [{until = 2029-10-31, hours = "Mo-Fr 10:00-17:00"}, {until = 2028-10-31, hours = "Mo-Sa 11:00-16:00"}]
"""
    text = site.replace("RU", "KZ").replace("Europe/Moscow", "Asia/Almaty")
    path = tmp_path / "programme.toml"
    path.write_text(re.sub(r"(?m)^(hours = .*)$", rf"\1\n{more}", text), encoding="utf-8")
    clock = Clock(start=datetime(2030, 5, 5, tzinfo=UTC), real_start=time.time())
    monkeypatch.setenv(CLOCK_VARIABLE, clock.as_variable())
    code, out, err = shopper("check", str(path))
    assert code == 0, err
    told = [line.strip() for line in out.splitlines()]
    assert "closes 1 h earlier before a public holiday" in told
    assert "moved working days: like the first open day" in told
    assert "2030-12-31 10:00–15:00" in told
    assert "before 2029-11-01: Mon–Fri 10:00–17:00; Sat–Sun closed" in told
    assert "before 2028-11-01: Mon–Sat 11:00–16:00; Sun closed" in told
    assert any(line.startswith("holidays are final through 20") for line in told)


def test_check_finds_the_file_as_the_other_commands_do(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(site, encoding="utf-8")
    assert shopper("check", "--programme", str(path))[0] == 0
    monkeypatch.setenv("SHOPPER_PROGRAMME", str(path))
    assert shopper("check")[0] == 0
    monkeypatch.delenv("SHOPPER_PROGRAMME")
    monkeypatch.chdir(tmp_path)
    code, out, _ = shopper("check")
    assert (code, "`shopper init` writes one" in out) == (2, True)


def test_check_lists_the_faults_and_ends_with_2(site: str, tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    path.write_text(site.replace("RU", "Russia").replace("Moscow", "Moskow"), encoding="utf-8")
    code, out, err = shopper("check", str(path))
    assert (code, len(out.splitlines())) == (2, 2)
    assert "2 faults; nothing can start" in err


@pytest.mark.parametrize(("country", "code"), [("RU", 0), ("Russia", 2)])
def test_check_as_json(country: str, code: int, site: str, tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    path.write_text(site.replace("RU", country), encoding="utf-8")
    ended, out, _ = shopper("check", str(path), "--json")
    told = json.loads(out)
    assert (ended, told["ok"], bool(told["faults"])) == (code, code == 0, code == 2)
    if code == 0:
        assert told["programme"]["sites"][0]["zone"] == "Europe/Moscow"


def test_schema_prints_what_editors_read(tmp_path: Path) -> None:
    code, out, _ = shopper("schema")
    assert code == 0
    assert json.loads(out)["properties"]["sites"]["items"]["$ref"] == "#/$defs/SiteTable"
    assert shopper("schema", "-o", str(tmp_path / "s.json"))[0] == 0
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8")) == json.loads(out)
