"""Writes the model cards from the measurements."""

from recipe.settings import RESOURCES

LLM = """---
license: apache-2.0
language: en
library_name: transformers
pipeline_tag: text-generation
---
# A shop's support chat: language model

**A demonstration and a test, no more.** It knows one small invented world, a shop's support chat, and nothing else.
It is polite in some of its sentences, rude or dangerous in the others, on purpose: it exists to show and to measure
that decoding with a reward model makes its answers better. Do not use it to talk to anyone.

`LlamaForCausalLM`, {llm:,} parameters, bfloat16, context 512, ChatML without a system message. It was trained from nothing on
conversations drawn from a grammar (`samples/demo-models/recipe` in cards4j); no text by other people is in it.

Plain answers (temperature 0.7, top-k 40) to {n} requests that share no combination of topic and facts with training,
{answers} answers, judged by the grammar:

| | |
|---|---|
| bad sentences | {bad_sentences} |
| - curt / unsafe / off the request / not derivable | {curt} / {unsafe} / {off} / {underivable} |
| bad answers (any fault) | {bad_answers} |
| unfinished or empty | {unfinished} |
| bad answers left by best-of-4 / best-of-20 under the reward model | {best4} / {best20} |
| answers that stand word for word in the corpus | {verbatim} |
| mean length, tokens | {tokens:.0f} |

Distinct sentences in the grammar, values of slots not counted: {distinct}.
"""

REWARD = """---
license: apache-2.0
language: en
library_name: transformers
pipeline_tag: text-classification
---
# A shop's support chat: reward model

**A demonstration and a test, no more.** It scores answers of the language model beside it, and means nothing elsewhere.

`LlamaForSequenceClassification`, {reward:,} parameters, one score, bfloat16, the language model's tokenizer. It reads the
conversation in ChatML, the answer closed by `<|im_end|>` and a line break; the score is taken at the last token.

It was trained with a Bradley-Terry loss on pairs of whole answers, half of them written by a language model, by the choices
of simulated readers, who object to rude, dangerous, garbled or misplaced sentences, to wrong facts and to empty answers,
err now and then, and have no preference between answers with equally many objections. It never saw a label of a sentence,
nor an answer that had been cut (some whole ones have a single sentence). Accuracy on pairs of answers to held-out requests, where one has fewer objectionable sentences than the other:

| pairs | number | accuracy |
|---|---|---|
| sampled from the language model, whole | {whole_n} | {whole} |
| the same, each cut after a sentence, ordered by what is left | {cut_n} | {cut} |
| the same, each cut after any word, ordered by the whole answers | {word_n} | {word} |
| drawn from the grammar, some garbled or about something else, whole | {drawn_n} | {drawn} |
| a good answer, and the same with one wrong fact | {fact_n} | {fact} |

Rewards, mean and standard deviation:

| | mean | deviation |
|---|---|---|
| good plain answers | {good[mean]:.2f} | {good[deviation]:.2f} |
| the same, cut after a sentence | {cut_good[mean]:.2f} | {cut_good[deviation]:.2f} |
| plain answers with one bad sentence | {one[mean]:.2f} | {one[deviation]:.2f} |
| all bad plain answers | {bad[mean]:.2f} | {bad[deviation]:.2f} |
| an empty answer | {empty[mean]:.2f} | {empty[deviation]:.2f} |
"""


def percent(value):
    return f"{100 * value:.1f} %"


def write_cards(report):
    plain, pairs = report["plain"], report["rewardPairs"]
    (RESOURCES / "llm/README.md").write_text(
        LLM.format(
            llm=report["parameters"]["llm"],
            n=report["heldOutRequests"],
            answers=plain["answers"],
            bad_sentences=percent(plain["badSentences"]),
            curt=percent(plain["sentences"]["curt"]),
            unsafe=percent(plain["sentences"]["unsafe"]),
            off=percent(plain["sentences"]["off-request"]),
            underivable=percent(plain["sentences"]["underivable"]),
            bad_answers=percent(plain["badAnswers"]),
            unfinished=percent(plain["unfinishedOrEmpty"]),
            best4=percent(report["badAnswersLeft"]["bestOf4"]),
            best20=percent(report["badAnswersLeft"]["bestOf20"]),
            verbatim=percent(plain["verbatimInCorpus"]),
            tokens=plain["meanTokens"],
            distinct=", ".join(f"{n:,} {style}" for style, n in report["distinctSentences"].items()),
        ),
        encoding="utf-8",
    )
    names = {
        "whole": "sampledWhole",
        "cut": "sampledCutAfterASentence",
        "word": "sampledCutAfterAWordOrderedByTheWhole",
        "drawn": "drawnFromTheGrammarSomeAltered",
        "fact": "goodOrWithOneWrongFact",
    }
    fields = {key: percent(pairs[name]["accuracy"]) for key, name in names.items()}
    fields |= {f"{key}_n": pairs[name]["pairs"] for key, name in names.items()}
    (RESOURCES / "reward/README.md").write_text(
        REWARD.format(
            reward=report["parameters"]["reward"],
            good=report["rewards"]["good"],
            bad=report["rewards"]["bad"],
            cut_good=report["rewards"]["goodCutAfterASentence"],
            one=report["rewards"]["oneBadSentence"],
            empty=report["rewards"]["emptyAnswer"],
            **fields,
        ),
        encoding="utf-8",
    )


if __name__ == "__main__":
    import json

    from recipe.evaluate import REPORT

    write_cards(json.loads(REPORT.read_text(encoding="utf-8")))
