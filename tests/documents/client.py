"""A client that openapi-python-client makes: makes a scenario, talks in it, lists its sessions."""

import sys

from viva_voce_client import AuthenticatedClient, Client, models
from viva_voce_client.api.embed import embed_begin, embed_events, embed_say
from viva_voce_client.api.scenarios import put_scenario
from viva_voce_client.api.sessions import list_sessions

server, key = sys.argv[1:]
owner = AuthenticatedClient(base_url=server, token=key)
form = models.ScenarioForm(name="Python", description="", ai_instructions="You greet.", is_public=True)
scenario = put_scenario.sync(client=owner, body=form)

user = models.Visitor(name="Ada", email="ada@example.com")
begin = models.SessionForm(scenario_id=scenario.id, style="full", user=user)
session = embed_begin.sync(client=Client(base_url=server), body=begin)
headers = {"accept": "application/json"}
talking = AuthenticatedClient(base_url=server, token=session.session_token, headers=headers)
embed_say.sync(
    session.session_id,
    client=talking,
    body=models.TurnForm(text="Hello"),
    idempotency_key="turn-number-1",
)
after, running = 0, True
while running:
    page = embed_events.sync(session.session_id, client=talking, after=after, wait=5)
    after, running = page.last_seq, page.running

listed = list_sessions.sync(client=owner, scenario_id=scenario.id)
assert [it.id for it in listed.sessions] == [session.session_id], listed
