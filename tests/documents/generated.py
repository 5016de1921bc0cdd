"""A client that openapi-generator makes: makes a scenario, talks in it, lists its sessions."""

import sys

from viva_voce_generated import ApiClient, Configuration, api, models

server, key = sys.argv[1:]


def client(token=None):
    """A client that shows `token`, whatever the call asks for."""
    made = ApiClient(Configuration(host=server))
    if token:
        made.set_default_header("authorization", f"Bearer {token}")
    return made


owner = client(key)
form = models.ScenarioForm(name="Generated", description="", ai_instructions="You greet.", is_public=True)
scenario = api.ScenariosApi(owner).put_scenario(form)

user = models.Visitor(name="Ada", email="ada@example.com")
begin = models.SessionForm(scenario_id=scenario.id, style="full", user=user)
session = api.EmbedApi(client()).embed_begin(begin)
talking = api.EmbedApi(client(session.session_token))
talking.embed_say(session.session_id, "turn-number-1", models.TurnForm(text="Hello"))
after, running = 0, True
while running:
    page = talking.embed_events(
        session.session_id, after=after, wait=5, _headers={"accept": "application/json"}
    )
    after, running = page.last_seq, page.running

listed = api.SessionsApi(owner).list_sessions(scenario_id=scenario.id)
assert [it.id for it in listed.sessions] == [session.session_id], listed
