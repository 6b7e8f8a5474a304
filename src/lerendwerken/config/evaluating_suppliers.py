"""Which model a name of `lerendwerken eval partner` stands for."""

from __future__ import annotations

import os

from yarl import URL

from lerendwerken.ai.partners.wire import Endpoint
from lerendwerken.config import environment


class NotKnown(Exception):
    """A name that stands for no model; the message says which names do."""


def endpoint_of(name: str, *, organisation: str = "", administrator: str = "") -> Endpoint:
    """The endpoint of a model.

    Without an organisation that of the environment: "environment", its name, or "environment/MODEL" for another
    model at the same address. With one (its slug, and the e-mail address of an administrator of it), a connection
    of that organisation that is in use in its register. Raises `NotKnown`.
    """
    if organisation:
        return _connection(name, organisation, administrator)
    address, model = environment.value("AI_BASE_URL"), environment.value("AI_MODEL")
    kind, _, other = name.partition("/")
    if not address or (kind != "environment" and name not in (model, environment.value("AI_NAME"))):
        raise NotKnown(
            f"{name} is not known. coach needs nothing; environment needs LERENDWERKEN_AI_BASE_URL and "
            "LERENDWERKEN_AI_MODEL; a connection of an organisation needs --organisation and --administrator."
        )
    model = other if kind == "environment" and other else model
    if not model:
        raise NotKnown("LERENDWERKEN_AI_MODEL is not set.")
    url = URL(address)
    return Endpoint(
        base_url=address,
        model=model,
        api_key=environment.value("AI_API_KEY"),
        # Who sets the address in the environment has allowed exactly that host.
        allowed_hosts=frozenset({f"{url.host}:{url.port}"}),
        name=model,
    )


def _connection(name: str, slug: str, email: str) -> Endpoint:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerendwerken.config.settings")
    import django

    django.setup()
    from lerendwerken.ai.partners.routes import routes
    from lerendwerken.foundation.ground import audit
    from lerendwerken.foundation.ground.together import atomic
    from lerendwerken.foundation.organisations import queries
    from lerendwerken.foundation.organisations.models import Person
    from lerendwerken.foundation.wall.acting import acting
    from lerendwerken.foundation.wall.viewer import Role

    person = Person.objects.filter(email__iexact=email).first()
    rows = queries.memberships_of(person) if person else []
    found = [row for row in rows if row.organisation.slug == slug and Role.ADMINISTRATOR.value in row.roles]
    if not person or not found:
        raise NotKnown(f"{email or 'nobody'} is no administrator of {slug}.")
    viewer = queries.viewer_for(person, found[0], Role.ADMINISTRATOR.value)
    with acting(viewer), atomic():
        known = {route.endpoint.name: route.endpoint for route in routes(viewer)}
        if name not in known:
            raise NotKnown(f"{name} is no connection in use there. In use: {', '.join(known) or 'none'}.")
        audit.write(viewer, "partners.evaluate", viewer.member)
    return known[name]
