package io.github.cards4j.samples.quickstart;

import java.util.List;

/** Everyday requests to calibrate a pair of models with that has no calibration yet. */
final class CalibrationPrompts {

    static final List<String> ALL = List.of(
            "What can I cook with rice, eggs and spinach?",
            "How do I ask my landlord to repair the heating?",
            "Why do leaves change their colour in autumn?",
            "Give me three ideas for a rainy afternoon with two children.",
            "What is the difference between a virus and a bacterium?",
            "How can I remember the names of people I meet?",
            "Explain how a credit card works to someone who never had one.",
            "What should I pack for a weekend in the mountains?",
            "Write a short thank-you note to a neighbour who watered my plants.",
            "How do I get better at small talk?",
            "Why does bread rise?",
            "My laptop has become slow. What should I check first?",
            "What does a good morning routine look like?",
            "Tell me something surprising about octopuses.",
            "How do I choose a bicycle for riding to work?",
            "What are fair questions to ask at the end of a job interview?",
            "How long do eggs keep, and how can I tell?",
            "Describe a quiet beach at dawn in a few sentences.",
            "How do noise-cancelling headphones work?",
            "What is a polite way to decline an invitation?",
            "How can a beginner start to run without getting hurt?",
            "Which plants survive in a dark room?",
            "What does inflation mean for my savings?",
            "How do I teach a child to tie its shoes?");

    private CalibrationPrompts() {}
}
