"""One company's website: pages from templates, one form that counts, a few that do not, a ledger of it all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from monitor.testing.clock import Clock
from monitor.testing.company import FRAME, Company, Door, Place, Way
from monitor.testing.ledger import Ledger, PageView, Submission
from monitor.testing.paper import PAGES, STATIC
from monitor.testing.reception import read_fields, receive, wrong_controls
from monitor.testing.wording import WORDS

TYPES = {"css": "text/css", "js": "text/javascript"}


@dataclass(slots=True)
class Website:
    """`on_enquiry` is told of every submission the company takes."""

    company: Company
    clock: Clock
    ledger: Ledger
    on_enquiry: Callable[[Submission], None]
    _tickets: dict[str, Submission] = field(default_factory=dict)

    def app(self) -> Starlette:
        """The site as an ASGI application."""
        form = self.company.form
        pages = {"/", "/contacts", "/privacy", form.page, "/thanks", "/search"}
        routes = [Route(path, self.show, methods=["GET"]) for path in sorted(pages)]
        routes += [
            Route(form.action, self.submit, methods=["POST"]),
            Route(FRAME, self.show, methods=["GET"]),
            Route("/ticket/{number}", self.ticket, methods=["GET"]),
            Route("/subscribe", self.stray, methods=["POST"]),
            Route("/login", self.stray, methods=["POST"]),
            Route("/static/{name}", static, methods=["GET"]),
        ]
        return Starlette(routes=routes)

    async def show(self, request: Request) -> Response:
        """Any page of the site."""
        path = request.url.path
        self.ledger.pages.append(PageView(at=self.clock(), path=path))
        if path == FRAME:
            return self.page("frame.html")
        if path in {"/privacy", "/thanks", "/search"}:
            return self.page(f"{path[1:]}.html")
        return self.page("home.html" if path == "/" else "contacts.html", path=path)

    async def submit(self, request: Request) -> Response:
        """The form that counts: booked first, then answered in the manner of its make."""
        fields = await read_fields(request)
        enquiry = receive(self.company, request.url.path, fields, self.clock(), len(self.ledger.submissions) + 1)
        self.ledger.submissions.append(enquiry)
        if enquiry.taken:
            self._tickets[enquiry.ticket] = enquiry
            self.on_enquiry(enquiry)
        if self.company.form.way.by_script:
            return self._answer_script(enquiry)
        return self._answer_browser(enquiry)

    async def ticket(self, request: Request) -> Response:
        """What became of an enquiry: its number and words, and no thanks."""
        enquiry = self._tickets.get(request.path_params["number"])
        if enquiry is None:
            return PlainTextResponse("404", status_code=404)
        return self.page("ticket.html", enquiry=enquiry)

    async def stray(self, request: Request) -> Response:
        """A form nobody was sent to: booked, so that a test can see who went there."""
        fields = await read_fields(request)
        at = self.clock()
        self.ledger.submissions.append(Submission(at=at, path=request.url.path, fields=fields, why="other form"))
        return self.page("thanks.html")

    def page(self, template: str, *, status: int = 200, **facts: Any) -> HTMLResponse:
        """A page of this company, with what every page needs to know."""
        company = self.company
        shown = {
            "company": company,
            "form": company.form,
            "look": company.look,
            "words": WORDS[company.language],
            "closed": not self.is_open(),
            "sent": False,
            "wrong": {},
            "values": {},
            "path": "",
            "captcha": company.form.door is Door.CAPTCHA,
        }
        return HTMLResponse(PAGES.get_template(template).render(shown | facts), status_code=status)

    def is_open(self) -> bool:
        """Whether the company is open now, by its own clock on the wall."""
        local = self.clock().astimezone(ZoneInfo(self.company.zone)).replace(tzinfo=None)
        return bool(OpeningHours(self.company.hours).is_open(local))

    def _seems_fine(self, enquiry: Submission) -> bool:
        """A site tells a robot in its trap the same as a customer (notes of the trade: sites lie to robots)."""
        return enquiry.taken or enquiry.why == "trap"

    def _answer_browser(self, enquiry: Submission) -> Response:
        form = self.company.form
        if enquiry.why == "broken":
            return self.page("error.html", status=500)
        if not self._seems_fine(enquiry):
            return self._page_of_form(**self._complaint(enquiry))
        match form.way:
            case Way.SAME:
                return self._page_of_form(sent=True)
            case Way.TICKET:
                return RedirectResponse(f"/ticket/{enquiry.ticket}", status_code=303)
            case _:
                return RedirectResponse("/thanks", status_code=303)

    def _page_of_form(self, **facts: Any) -> HTMLResponse:
        """The page the form stands on, again."""
        form = self.company.form
        if form.place is Place.FRAME:
            return self.page("frame.html", **facts)
        return self.page("home.html" if form.page == "/" else "contacts.html", path=form.page, **facts)

    def _complaint(self, enquiry: Submission) -> dict[str, Any]:
        words = WORDS[self.company.language]
        wrong = {control.name: words["wrong"] for control in wrong_controls(self.company.form, enquiry.fields)}
        return {"wrong": wrong or {"": words["captcha_first"]}, "values": enquiry.fields}

    def _answer_script(self, enquiry: Submission) -> Response:
        words, form = WORDS[self.company.language], self.company.form
        if enquiry.why == "broken":
            return JSONResponse({"error": "Internal Server Error"}, status_code=500)
        wrong: Mapping[str, str] = {c.name: words["wrong"] for c in wrong_controls(form, enquiry.fields)}
        fine = self._seems_fine(enquiry)
        match form.way:
            case Way.CF7:
                status = "mail_sent" if fine else "validation_failed" if wrong else "spam"
                said = form.thanks if fine else words["form_wrong"]
                fields = [{"field": name, "message": why} for name, why in wrong.items()]
                return JSONResponse({"status": status, "message": said, "invalid_fields": fields, "contact_form_id": 5})
            case Way.BITRIX:
                errors = [{"message": words["form_wrong"], "code": name} for name in wrong]
                return JSONResponse({"status": "success" if fine else "error", "data": None, "errors": errors})
            case _:
                return JSONResponse({"success": fine, "errors": dict(wrong)}, status_code=200 if fine else 422)


async def static(request: Request) -> Response:
    """Style sheets and scripts, shared by the whole town."""
    name = request.path_params["name"]
    if name not in STATIC:
        return PlainTextResponse("404", status_code=404)
    return Response(STATIC[name], media_type=TYPES[name.rpartition(".")[2]])
