package io.github.cards4j.samples.chat.browser;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.openqa.selenium.Keys;

/** The page, freshly opened from a scripted server. */
abstract class PageTestCase {

    static final String PLAIN = "[data-column=plain]";
    static final String ALIGNED = "[data-column=aligned]";

    final Browser browser = Browser.shared();
    ScriptedServer server;

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedServer();
        browser.open(server.url());
        browser.await("the engine is shown", () -> browser.text("#state").equals("ready"));
    }

    @AfterEach
    void close() {
        try {
            browser.assertNoComplaints();
        } finally {
            server.close();
        }
    }

    /** Types a message, sends it, and returns what the page asks. */
    Call.Both send(String message) {
        // an answer is done a moment before the page takes the next message
        browser.await("ready for a message", () -> !browser.shown("#stop"));
        browser.find("#message").sendKeys(message, Keys.ENTER);
        return server.both();
    }

    /** The answer of the last message in a column has come to this state. */
    void awaitState(String column, String state) {
        browser.await(
                column + " becomes " + state,
                () -> state.equals(browser.find(last(column)).getDomAttribute("data-state")));
    }

    void awaitText(String column, String text) {
        browser.await(column + " shows " + text, () -> text(column).contains(text));
    }

    /** What the last answer of a column says, without rewards. */
    String text(String column) {
        return (String) browser.js(
                "const body = document.querySelector(arguments[0] + ' .body').cloneNode(true);"
                        + "body.querySelectorAll('.mark').forEach(mark => mark.remove()); return body.textContent",
                last(column));
    }

    String note(String column) {
        return browser.text(last(column) + " .note");
    }

    String figure(String column, String name) {
        return browser.text(last(column) + " [data-figure=" + name + "]");
    }

    String last(String column) {
        return ".turn:last-child " + column;
    }
}
