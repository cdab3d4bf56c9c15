"""The chat format of both models: ChatML without a system message."""

from recipe.settings import END, START


def opened(prompt, answer=""):
    """The language model's prompt, and an answer in progress."""
    return f"{START}user\n{prompt}{END}\n{START}assistant\n{answer}"


def closed(prompt, answer):
    """A finished conversation, as the reward model reads it."""
    return opened(prompt, answer) + f"{END}\n"


TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
