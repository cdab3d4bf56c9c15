package io.github.cards4j.grammar.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.grammar.Grammar;
import java.util.List;

/** How a grammar is put together. */
public sealed interface Form {

    /** This text; special tokens of the model in it are those tokens. */
    record Literal(String text) implements Form {}

    record Sequence(List<Grammar> parts) implements Form {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    record AnyOf(List<Grammar> choices) implements Form {
        public AnyOf {
            choices = List.copyOf(choices);
        }
    }

    record Json(JsonNode schema) implements Form {

        /** @throws IllegalArgumentException if the schema has a keyword that cannot be held to */
        public void check() {
            Network network = new Network();
            new JsonNetwork(network, new JsonText(network)).value(schema, network.end());
        }
    }

    record Tagged(List<Grammar.Tag> tags, int least, int most, boolean prose) implements Form {
        public Tagged {
            tags = List.copyOf(tags);
        }
    }
}
