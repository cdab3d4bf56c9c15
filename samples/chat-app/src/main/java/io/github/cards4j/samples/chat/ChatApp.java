package io.github.cards4j.samples.chat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/** Starts the chat. With the profile {@code demo} it runs on the embedded models. */
@SpringBootApplication
@EnableConfigurationProperties(ChatAppProperties.class)
public class ChatApp {

    private static final Logger LOG = LoggerFactory.getLogger(ChatApp.class);

    private final ServerProperties server;
    private final ChatAppProperties properties;

    ChatApp(ServerProperties server, ChatAppProperties properties) {
        this.server = server;
        this.properties = properties;
    }

    public static void main(String[] arguments) {
        SpringApplication.run(ChatApp.class, arguments);
    }

    @EventListener
    void onStarted(ServletWebServerInitializedEvent event) {
        PageAddress address = new PageAddress(server, properties);
        LOG.info("{}", address.told(event.getWebServer().getPort()));
    }
}
