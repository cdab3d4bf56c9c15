"""The chat application's OpenAI-compatible endpoint, asked by OpenAI's own Python package.

    python -m venv .venv && .venv/bin/pip install openai
    .venv/bin/python samples/chat-app/tools/openai_client.py [base URL] [API key]

Lists the models, asks once for a whole answer, streams one, and cancels one in the middle.
"""

import sys

from openai import BadRequestError, OpenAI

base_url = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8080/v1"
api_key = sys.argv[2] if len(sys.argv) > 2 else "none"
client = OpenAI(base_url=base_url, api_key=api_key, max_retries=5)
question = [{"role": "user", "content": "My parcel is late. Where is it?"}]

models = [model.id for model in client.models.list()]
print("models:", ", ".join(models))

whole = client.chat.completions.create(model=models[0], messages=question, seed=7)
print("whole:", whole.choices[0].message.content, whole.usage, whole.model_extra["cards"])

text = ""
for chunk in client.chat.completions.create(
    model=models[0], messages=question, seed=7, stream=True, stream_options={"include_usage": True}
):
    if chunk.choices:
        text += chunk.choices[0].delta.content or ""
    else:
        print("streamed:", chunk.usage)
assert text == whole.choices[0].message.content, (text, whole.choices[0].message.content)

with client.chat.completions.create(
    model=models[0], messages=question, stream=True, extra_body={"cards": {"strength": 0.9}}
) as stream:
    for chunk in stream:
        if chunk.choices[0].delta.content:
            print("cancelled after:", repr(chunk.choices[0].delta.content))
            break

try:
    client.chat.completions.create(model=models[0], messages=question, logit_bias={"1": 1})
    raise AssertionError("logit_bias should have been refused")
except BadRequestError as refused:
    print("refused:", refused.body["message"])
