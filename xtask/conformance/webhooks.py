"""`standardwebhooks` in Python over the deliveries that `webhooks.mjs` left."""

import json
import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from check import check, named

left = json.load(open(sys.argv[1]))
delivered = left["delivered"]
webhook = Webhook(left["secret"])


def refused(change) -> int:
    count = 0
    for delivery in delivered:
        try:
            webhook.verify(change(delivery["body"]), delivery["headers"])
        except WebhookVerificationError:
            count += 1
    return count


of = named("standardwebhooks")
check(of + " (Python)", "every delivery verifies", delivered, 0, lambda: refused(lambda body: body))
tampered = lambda body: body.replace("session", "sessiom")
check(of + " (Python)", "none verifies with another body", delivered, len(delivered), lambda: refused(tampered))
