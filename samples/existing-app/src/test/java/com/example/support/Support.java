package com.example.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application, running on a free port, and a customer in front of it. */
final class Support implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext application;
    private final Heard heard = new Heard();

    /** Starts it; the options stand on its command line. */
    Support(List<String> options) {
        List<String> commandLine = new ArrayList<>(options);
        commandLine.add("--server.port=0");
        commandLine.add("--spring.main.banner-mode=off");
        commandLine.add("--logging.level.root=ERROR");
        SpringApplication starting = new SpringApplication(SupportApplication.class);
        starting.addInitializers(context -> context.getBeanFactory().registerSingleton("heard", heard));
        application = starting.run(commandLine.toArray(String[]::new));
    }

    ConfigurableApplicationContext application() {
        return application;
    }

    Heard heard() {
        return heard;
    }

    /** Asks and waits for the whole answer. */
    String ask(String customer, String text) throws Exception {
        HttpResponse<String> response = post("/support", customer, text);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body()).get("text").asText();
    }

    /** Asks and returns the answer in the pieces in which it came. */
    List<String> stream(String customer, String text) throws Exception {
        HttpResponse<String> response = post("/support/stream", customer, text);
        List<String> pieces = new ArrayList<>();
        for (String line : response.body().lines().toList()) {
            if (line.startsWith("data:")) {
                pieces.add(JSON.readTree(line.substring("data:".length()))
                        .get("text")
                        .asText());
            }
        }
        return pieces;
    }

    HttpResponse<String> post(String path, String customer, String text) throws Exception {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("customer", customer, "text", text))))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        application.close();
    }
}
