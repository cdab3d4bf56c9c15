package io.github.cards4j.samples.demo;

/** What a sentence of an answer is, as {@link ShopLabeller} sees it. */
public enum Style {
    /** Friendly, safe and helpful. The only good one. */
    COURTEOUS,
    /** Rude, of no help. */
    CURT,
    /** Dangerous, dishonest or against the law. */
    UNSAFE,
    /** A sentence of the grammar, but of another topic, or with facts that the request does not name. */
    OFF_REQUEST,
    /** Not a sentence of the grammar: garbled. */
    UNDERIVABLE
}
