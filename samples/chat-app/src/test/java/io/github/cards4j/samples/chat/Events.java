package io.github.cards4j.samples.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a stream of server-sent events, as a browser does. */
record Events(List<Event> all) {

    private static final ObjectMapper JSON = new ObjectMapper();

    record Event(String name, String data) {

        JsonNode json() {
            return Events.json(data);
        }
    }

    static Events of(String body) {
        List<Event> events = new ArrayList<>();
        String name = "message";
        StringBuilder data = new StringBuilder();
        for (String line : body.split("\n", -1)) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    events.add(new Event(name, data.toString()));
                }
                name = "message";
                data.setLength(0);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6));
            }
        }
        return new Events(events);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    List<JsonNode> named(String name) {
        return all.stream()
                .filter(event -> event.name().equals(name))
                .map(Event::json)
                .toList();
    }

    /** The pieces of text, put together. */
    String text() {
        return named("text").stream().map(piece -> piece.path("text").asText()).collect(Collectors.joining());
    }

    String lastName() {
        return all.isEmpty() ? "none" : all.get(all.size() - 1).name();
    }

    /** The last event. */
    JsonNode last() {
        return all.get(all.size() - 1).json();
    }
}
