package io.github.cards4j.langchain4j;

import java.util.List;

/** What the contract suite for structured output asks; several schemas are asked of the same text. */
final class JsonKnowledge {

    private static final String KLAUS = "{\"name\": \"Klaus\", \"age\": 37, \"height\": 1.78, \"married\": false}";
    private static final String FRANNY = "{\"name\": \"Franny\", \"age\": 35, \"height\": 1.65, \"married\": true}";
    private static final String REX = "{\"type\": \"Dog\", \"name\": \"Rex\", \"breed\": \"Labrador\"}";
    private static final String DATE = "{\"year\": 1976, \"month\": 8, \"day\": 12}";
    private static final String TIME = "{\"hour\": 14, \"minute\": 43, \"second\": 0, \"nano\": 0}";

    /** The first that fits counts: a longer text stands before one that it contains. */
    static final List<Fact> FACTS = List.of(
            Fact.of("Staniel is 33", "{\"values\": [\"SINGLE\", \"MARRIED\", \"MARRIED\"]}"),
            Fact.of(
                    "Franny is 35",
                    "{\"value\": 2}",
                    "{\"values\": [" + KLAUS + ", " + FRANNY + "]}",
                    "{\"values\": [\"Klaus\", \"Franny\"]}"),
            Fact.of("37 years old, 1.78m height and single.", "{\"value\": \"SINGLE\"}"),
            Fact.of("37 years old, 1.78m height and single", KLAUS),
            Fact.of("Text: 'Klaus'", "{\"name\": \"Klaus\"}"),
            Fact.of(
                    "delivery to Langley Falls",
                    "{\"name\": \"Klaus\", \"shippingAddress\": {\"city\": \"Langley Falls\"}, "
                            + "\"billingAddress\": {\"city\": \"New York\"}}"),
            Fact.of("Klaus is single", "{\"name\": \"Klaus\", \"maritalStatus\": \"SINGLE\"}"),
            Fact.of("orange and green", "{\"name\": \"Klaus\", \"favouriteColors\": [\"orange\", \"green\"]}"),
            Fact.of(
                    "Peanut and Muffin",
                    "{\"name\": \"Klaus\", \"pets\": [{\"name\": \"Peanut\"}, {\"name\": \"Muffin\"}]}"),
            Fact.of("groups A and C", "{\"name\": \"Klaus\", \"groups\": [\"A\", \"C\"]}"),
            Fact.of(
                    "born at 14:43",
                    "{\"name\": \"Klaus\", \"birthDate\": " + DATE + ", \"birthTime\": " + TIME
                            + ", \"birthDateTime\": {\"date\": " + DATE + ", \"time\": " + TIME + "}}"),
            Fact.of("Klaus and Francine", "{\"values\": [{\"name\": \"Klaus\"}, {\"name\": \"Francine\"}]}"),
            Fact.of("following text: Klaus", "{\"name\": \"Klaus\"}"),
            Fact.of(
                    "Steve and Hayley",
                    "{\"name\": \"Francine\", \"children\": [{\"name\": \"Steve\", \"children\": []}, "
                            + "{\"name\": \"Hayley\", \"children\": []}]}"),
            Fact.of("567b229a", "{\"id\": \"567b229a-6b0a-4f1e-9006-448cd9dfbfda\", \"name\": \"Klaus\"}"),
            Fact.of("a 37-year-old man", "{\"value\": true}"),
            Fact.of("-0.5", "{\"value\": -0.5}"),
            Fact.of("Paris experienced rainy", "{\"values\": [\"SUNNY\", \"WINDY\", \"RAINY\", \"CLOUDY\"]}"),
            Fact.of("Rex is a Labrador dog", "{\"value\": " + REX + "}"),
            Fact.of(
                    "Whiskers is an indoor cat",
                    "{\"values\": [" + REX + ", {\"type\": \"Cat\", \"name\": \"Whiskers\", \"indoor\": true}]}"),
            Fact.of("Alice owns a Labrador", "{\"name\": \"Alice\", \"pet\": " + REX + "}"),
            Fact.of("1+2+3", "{\"value\": " + added(added(constant(1), constant(2)), constant(3)) + "}"));

    private JsonKnowledge() {}

    private static String constant(int value) {
        return "{\"type\": \"Constant\", \"value\": " + value + "}";
    }

    private static String added(String left, String right) {
        return "{\"type\": \"Addition\", \"left\": " + left + ", \"right\": " + right + "}";
    }
}
