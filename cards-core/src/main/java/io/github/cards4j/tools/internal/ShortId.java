package io.github.cards4j.tools.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Ids of nine letters and digits: the strictest that a template demands (Mistral's). */
public final class ShortId {

    static final int LENGTH = 9;
    static final String PATTERN = "[0-9A-Za-z]{" + LENGTH + "}";
    static final List<String> SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
            .chars()
            .mapToObj(Character::toString)
            .toList();

    private ShortId() {}

    /** The id itself if it is such a one; else one that is always the same for it. */
    static String of(String id) {
        if (id.matches(PATTERN)) {
            return id;
        }
        UUID hash = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
        return draw(new SplittableRandom(hash.getMostSignificantBits() ^ hash.getLeastSignificantBits()));
    }

    public static String draw(RandomGenerator random) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            id.append(SIGNS.get(random.nextInt(SIGNS.size())));
        }
        return id.toString();
    }
}
