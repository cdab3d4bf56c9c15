package io.github.cards4j.samples.chat.tomcat;

import io.github.cards4j.samples.chat.ChatAppProperties;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Watches clients, waits for none without end, and takes {@code owner%2Fname} in a path, as clients of OpenAI write the name of a
 * hub's model.
 */
@Component
class TomcatConfiguration implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final ChatAppProperties properties;

    TomcatConfiguration(ChatAppProperties properties) {
        this.properties = properties;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addEngineValves(new UnreadBodies(properties.bodyTimeout()));
        factory.addContextValves(new ClientWatch());
        factory.addConnectorCustomizers(
                connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }
}
