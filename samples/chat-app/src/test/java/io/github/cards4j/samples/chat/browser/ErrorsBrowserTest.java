package io.github.cards4j.samples.chat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

class ErrorsBrowserTest extends PageTestCase {

    private static final String NEVER = "60";

    @Test
    void aFullQueueIsToldAndThePageAsksAgainByItself() {
        Call.Both both = send("Hello");
        both.plain().plainSegment("Hm.").done();
        both.aligned().refuse(429, "The queue is full: 64 requests wait.", "1");
        browser.await("told", () -> note(ALIGNED).contains("The queue is full: 64 requests wait."));
        assertThat(note(ALIGNED)).contains("Asking again in");
        Call again = server.next();
        assertThat(again.request()).isEqualTo(both.aligned().request());
        again.segment("Good day.", 2, "[]").done();
        awaitState(ALIGNED, "done");
        assertThat(browser.shown(last(ALIGNED) + " .note")).isFalse();
    }

    @Test
    void whileTheModelsLoadAnAnswerCanBeAskedForAgainOrGivenUp() {
        Call.Both both = send("Hello");
        both.plain().refuse(503, "The models are being loaded.", NEVER);
        both.aligned().refuse(503, null, NEVER);
        browser.await("told", () -> note(PLAIN).contains("The models are being loaded."));
        browser.await("told", () -> note(ALIGNED).contains("The models are still being loaded."));
        browser.find(last(ALIGNED) + " .note button").click();
        Call again = server.next();
        assertThat(again.strength()).isEqualTo(0.5);
        again.segment("Good day.", 2, "[]").done();
        awaitState(ALIGNED, "done");
        browser.find("#stop").click();
        awaitState(PLAIN, "stopped");
        assertThat(server.idle()).isTrue();
    }

    @Test
    void thePageSaysThatTheModelsLoadUntilTheyAreThere() {
        server.info("{'llm': 'l', 'reward': 'r', 'device': 'cpu', 'state': 'LOADING', 'profiles': []}");
        browser.open(server.url());
        browser.await("the banner", () -> browser.shown("#banner"));
        assertThat(browser.text("#banner")).contains("being loaded");
        assertThat(browser.text("#state")).isEqualTo("loading");
        server.info("{'llm': 'l', 'reward': 'r', 'device': 'cpu', 'state': 'READY', 'profiles': []}");
        browser.await("ready", () -> browser.text("#state").equals("ready") && !browser.shown("#banner"));
    }

    @Test
    void aRefusedRequestIsToldAndCanBeTriedAgain() {
        Call.Both both = send("Hello");
        both.plain().plainSegment("Hm.").done();
        both.aligned().refuse(400, "messages: too long by 7 tokens", null);
        awaitState(ALIGNED, "failed");
        assertThat(note(ALIGNED)).contains("messages: too long by 7 tokens");
        assertThat(text(PLAIN)).isEqualTo("Hm.");
        browser.await("a message can be sent", () -> browser.shown("#send"));
        browser.find(last(ALIGNED) + " .note button").click();
        server.next().segment("Good day.", 2, "[]").done();
        awaitState(ALIGNED, "done");
    }

    @Test
    void oneColumnIsTriedAgainWhileTheOtherIsStillWritten() {
        Call.Both both = send("Hello");
        both.plain().text("Well");
        both.aligned().refuse(400, "not now", null);
        awaitState(ALIGNED, "failed");
        browser.find(last(ALIGNED) + " .note button").click();
        server.next().segment("Good day.", 2, "[]").done();
        awaitState(ALIGNED, "done");
        assertThat(browser.shown("#stop")).as("the other can be stopped").isTrue();
        both.plain().text(".").done();
        awaitState(PLAIN, "done");
        browser.await("a message can be sent", () -> browser.shown("#send"));
        assertThat(browser.text("#status")).contains("Unaligned answer done").contains("Aligned answer done");
    }

    @Test
    void howeverLongTheModelsLoadTheAnswerComes() {
        Call.Both both = send("Hello");
        both.plain().plainSegment("Hm.").done();
        Call asked = both.aligned();
        for (int i = 0; i < 25; i++) {
            String told = "Loading " + i + ".";
            asked.refuse(503, told, NEVER);
            browser.await("told", () -> note(ALIGNED).contains(told));
            browser.find(last(ALIGNED) + " .note button").click();
            asked = server.next();
        }
        asked.segment("Good day.", 2, "[]").done();
        awaitState(ALIGNED, "done");
    }

    @Test
    void anErrorInTheMiddleKeepsWhatHasCome() {
        Call.Both both = send("Hello");
        both.plain().plainSegment("Hm.").done();
        both.aligned().segment("Good day.", 2, "[]").error("The reward model has failed.");
        awaitState(ALIGNED, "failed");
        assertThat(text(ALIGNED)).isEqualTo("Good day.");
        assertThat(note(ALIGNED)).contains("The reward model has failed.");
    }

    @Test
    void aLostConnectionIsToldInPlace() {
        Call.Both both = send("Hello");
        both.plain().text("Well");
        awaitText(PLAIN, "Well");
        both.aligned().beginUnsteadily();
        both.aligned().text("Good");
        awaitText(ALIGNED, "Good");
        both.plain().end();
        both.aligned().end();
        awaitState(PLAIN, "failed");
        awaitState(ALIGNED, "failed");
        assertThat(note(PLAIN)).contains("connection was lost");
        assertThat(note(ALIGNED)).contains("connection was lost");
        assertThat(text(PLAIN)).isEqualTo("Well");
        assertThat(text(ALIGNED)).isEqualTo("Good");

        browser.await("a message can be sent", () -> browser.shown("#send"));
        server.close();
        browser.find("#message").sendKeys("Anybody?", Keys.ENTER);
        browser.await("two turns", () -> browser.all(".turn").size() == 2);
        awaitState(ALIGNED, "failed");
        assertThat(note(ALIGNED)).contains("cannot be reached");
        browser.await("the banner", () -> browser.shown("#banner"));
        assertThat(browser.all(".turn:first-child .note button"))
                .as("an earlier answer cannot be asked for again")
                .isEmpty();
    }

    @Test
    void whatIsNotAnEventStreamIsNotTakenForAnAnswer() {
        Call.Both both = send("Hello");
        both.plain().refuse(200, "fine", null);
        both.aligned().write("event:text\ndata:{broken\n\n");
        awaitState(PLAIN, "failed");
        awaitState(ALIGNED, "failed");
        assertThat(note(PLAIN)).contains("cannot read");
        assertThat(note(ALIGNED)).contains("cannot read");
    }

    @Test
    void eventsArriveInAnyPiecesAndWithAnyLineEnds() {
        Call.Both both = send("Hello");
        both.plain().write("event:te").write("xt\r").write("\ndata:{\"text\":\r\ndata:\"Hm\"}\r\n\r\n");
        awaitText(PLAIN, "Hm");
        both.plain().write("data\n\nevent: text\rdata: {\"text\":\".\"}\r\r:\r");
        awaitText(PLAIN, "Hm.");
        both.plain().done();
        awaitState(PLAIN, "done");
    }

    @Test
    void aKeyIsAskedForAndSent() {
        server.requireKey("sixteen-characters");
        browser.open(server.url());
        browser.await("the banner", () -> browser.text("#banner").contains("asks for a key"));
        browser.find("#key").sendKeys("sixteen-characters", Keys.TAB);
        browser.await("ready", () -> browser.text("#state").equals("ready"));
        Call.Both both = send("Hello");
        assertThat(both.aligned().header("Authorization")).isEqualTo("Bearer sixteen-characters");
        assertThat(browser.find("#key").findElement(By.xpath("..")).getText()).contains("Key");
    }
}
