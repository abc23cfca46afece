"""`shopper nightly` on a small real site: first notes, then silence, then news with both states, then mended."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from monitor.cli import app

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = """<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Аврора</title><h1>Аврора</h1><p><a style="display:inline-block;padding:14px" href="tel:{target}">{shown}</a></p>
<form method="post" action="/send"><label>Имя <input name="name" required></label>
<label>E-mail <input name="email" type="email" required></label><label>Вопрос <textarea name="q"></textarea></label>
<button>Отправить</button></form></html>"""
PROGRAMME = """version = 1
[programme]
name = "Night"
seed = 1
mail_domain = "shopper.example"
[[sites]]
key = "aurora"
name = "Aurora"
url = "{url}"
zone = "Europe/Moscow"
country = "RU"
language = "ru"
segment = "fitness"
role = "own"
hours = "24/7"
[[sites.touchpoints]]
key = "ask"
kind = "feedback_form"
address = "/"
"""


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        body = PAGE.format(**self.server.words).encode()
        self.send_response(200 if self.path.split("?")[0] == "/" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.server.posted.append(self.path)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.words, server.posted = {"target": "+78123330001", "shown": "8 (812) 333-00-01"}, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def test_nights(site, tmp_path):
    programme = tmp_path / "programme.toml"
    programme.write_text(PROGRAMME.format(url=f"http://127.0.0.1:{site.server_port}/"), encoding="utf8")

    def night():
        result = CliRunner().invoke(app, ["nightly", "--programme", str(programme), "--json", "--no-mail"])
        assert result.exit_code in {0, 1}, result.output
        return result.exit_code, json.loads(result.stdout)["sites"][0]

    code, first = night()
    assert (code, first["news"]["first"], first["facts"]["numbers"]) == (0, True, ["+78123330001"])
    assert "email" in first["facts"]["form " + f"http://127.0.0.1:{site.server_port}/"]

    site.words["target"] = "+78123330099"
    code, second = night()
    assert code == 1
    assert "P1" in {finding["rule"] for finding in second["news"]["new"]}

    site.words["target"] = "+78123330001"
    code, third = night()
    assert code == 0
    assert "P1" in {finding["rule"] for finding in third["news"]["mended"]}

    site.words.update(target="+78123330002", shown="8 (812) 333-00-02")
    code, fourth = night()
    change = next(change for change in fourth["news"]["changes"] if change["what"] == "numbers")
    assert (code, change["before"], change["after"]) == (1, ["+78123330001"], ["+78123330002"])
    assert change["pictures"]["before"]
    assert change["pictures"]["after"]
    assert site.posted == []
