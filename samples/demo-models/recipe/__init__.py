"""The recipe of the demonstration models: a grammar, a corpus, a language model and a reward model. See README.md."""
