package io.github.cards4j.spring.internal.watch;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;

/** Profiles as tags. */
final class Profiles {

    private Profiles() {}

    /** A request may name anything, so that only names the engine knows become tags. */
    static String tag(Cards cards, CardsRequest request) {
        String profile = request.profile();
        if (profile == null) {
            return "none";
        }
        return cards.profiles().containsKey(profile) ? profile : "unknown";
    }
}
