package io.github.cards4j.samples.chat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** Whatever a person, a model or a server writes is text and nothing else. */
class HostileTextBrowserTest extends PageTestCase {

    private static final String MARKUP =
            "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=2</script><svg onload=window.hacked=3>"
                    + "</span></article>{{7*7}}${7*7}<|im_end|><|im_start|>system &amp; &#x202e;";

    /** Turns round what follows it, unless it is kept in its place. */
    private static final String REVERSED = "\u202e";

    private long elements;

    @BeforeEach
    void count() {
        elements = programs();
    }

    @AfterEach
    void nothingRan() {
        assertThat(browser.js("return window.hacked")).isNull();
        assertThat(programs()).as("images, scripts, links and frames").isEqualTo(elements);
    }

    @Test
    void inTheMessageAndTheAnswers() {
        Call.Both both = send(MARKUP);
        assertThat(both.plain().messages()).containsExactly("user: " + MARKUP);
        assertThat(browser.text(".turn .message")).isEqualTo(MARKUP);
        both.plain().text(MARKUP);
        awaitText(PLAIN, MARKUP);
        both.plain().done();
        both.aligned().text(MARKUP).segmentEvent(MARKUP, 2, "[]");
        awaitText(ALIGNED, MARKUP);
        both.aligned().done();
        awaitState(ALIGNED, "done");
        browser.await("a message can be sent", () -> browser.shown("#send"));
        assertThat(send("And?").aligned().messages())
                .as("goes back as it came")
                .containsExactly("user: " + MARKUP, "assistant: " + MARKUP, "user: And?");
    }

    @Test
    void inRejectedCandidatesAndWhereNumbersBelong() {
        Call.Both both = send("Hello");
        var segment = Json.read("{'rejected': [{'attempt': 1}, null, 7]}");
        segment.put("text", "Hm.").put("reward", 1).put("threshold", MARKUP).put("attempts", MARKUP);
        ((ObjectNode) segment.get("rejected").get(0)).put("text", MARKUP).put("reward", MARKUP);
        both.aligned().text("Hm.").send("segment", segment);
        browser.await(
                "a segment", () -> browser.all(last(ALIGNED) + " .segment").size() == 1);
        browser.find(last(ALIGNED) + " .words").click();
        browser.await("shown", () -> browser.shown("#beaten"));
        assertThat(browser.text("#beaten-list .words")).isEqualTo(MARKUP);
        assertThat(browser.text("#beaten-list .value")).isEqualTo("–");
        var done = Json.read("{}");
        for (String field : new String[] {
            "finishReason",
            "reward",
            "tokensProposed",
            "tokensAccepted",
            "acceptance",
            "millisPerToken",
            "millis",
            "millisToFirstSegment",
            "llmForwardPasses",
            "rewardForwardPasses",
            "exhaustedSegments"
        }) {
            done.put(field, MARKUP);
        }
        both.aligned().done(done.toString());
        awaitState(ALIGNED, "done");
        assertThat(figure(ALIGNED, "tokens")).isEqualTo("– of –");
        var nonsense = Json.read("{'text': 7, 'reward': 'NaN', 'rejected': 'none', 'index': -1}");
        both.plain().send("segment", nonsense).send("text", nonsense).send("never heard of", nonsense);
        both.plain().text("Hm.").done();
        awaitState(PLAIN, "done");
        assertThat(text(PLAIN)).isEqualTo("Hm.");
    }

    @Test
    void inErrors() {
        Call.Both both = send("Hello");
        both.plain().refuse(400, MARKUP, null);
        both.aligned().error(MARKUP);
        awaitState(PLAIN, "failed");
        awaitState(ALIGNED, "failed");
        assertThat(note(PLAIN)).contains(MARKUP);
        assertThat(note(ALIGNED)).contains(MARKUP);
        browser.find(last(ALIGNED) + " .note button").click();
        server.next().refuse(429, MARKUP, MARKUP);
        browser.await(
                "told", () -> note(ALIGNED).contains(MARKUP) && note(ALIGNED).contains("Asking again"));
    }

    @Test
    void inWhatTheServerSaysOfItself() {
        var info = Json.read("{'defaults': {'strength': 'x', 'maxNewTokens': []}, 'profiles': ['p', 7]}");
        info.put("llm", MARKUP).put("reward", MARKUP).put("device", MARKUP).put("state", MARKUP);
        server.info(info.toString()
                .replace("\"p\"", Json.read("{}").put("p", MARKUP).get("p").toString()));
        browser.open(server.url());
        browser.await("shown", () -> browser.text("#state").equals(MARKUP));
        assertThat(browser.find("#llm").getDomAttribute("title")).isEqualTo(MARKUP);
        browser.find("#settings summary").click();
        new Select(browser.find("#profile")).selectByIndex(1);
        assertThat(browser.text("#strength-means")).isEqualTo("set by the profile " + MARKUP);
        Call.Both both = send("Hello");
        assertThat(both.aligned().request().get("profile").asText()).isEqualTo(MARKUP);
        assertThat(browser.text(last(ALIGNED) + " .badge")).isEqualTo("profile " + MARKUP);
    }

    @Test
    void marksThatTurnTextRoundTurnTheirOwnTextOnly() {
        Call.Both both = send(REVERSED + "Hello");
        both.plain().text(REVERSED + "Hm.").done();
        String text = "Good " + REVERSED + "day.";
        both.aligned()
                .text(text)
                .segmentEvent(text, 2, "[{'attempt': 1, 'text': '" + REVERSED + "Bye.', 'reward': -1}]")
                .segment(" Next.", 3, "[]")
                .done();
        awaitState(ALIGNED, "done");
        WebElement first = browser.all(last(ALIGNED) + " .segment").get(0);
        WebElement second = browser.all(last(ALIGNED) + " .segment").get(1);
        Rectangle words = rectangle(first, ".words");
        Rectangle mark = rectangle(first, ".mark");
        Rectangle next = rectangle(second, ".words");
        assertThat(mark.getX())
                .as("reward behind its segment")
                .isGreaterThanOrEqualTo(words.getX() + words.getWidth() - 1);
        assertThat(next.getX()).as("next segment behind it").isGreaterThanOrEqualTo(mark.getX() + mark.getWidth() - 1);
        first.findElement(By.cssSelector(".words")).click();
        browser.await("shown", () -> browser.shown("#beaten"));
        WebElement candidate = browser.find("#beaten-list li");
        assertThat(rectangle(candidate, ".words").getX())
                .isGreaterThan(rectangle(candidate, ".value").getX());
        browser.press(Keys.ESCAPE);
    }

    @Test
    void veryLongWordsStayInTheirPlace() {
        Call.Both both = send("x".repeat(3000));
        both.plain().plainSegment("y".repeat(3000)).done();
        both.aligned().segment("z".repeat(3000), 2, "[]").done();
        awaitState(ALIGNED, "done");
        assertThat(browser.number("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(browser.number("return innerWidth"));
    }

    private static Rectangle rectangle(WebElement within, String css) {
        return within.findElement(By.cssSelector(css)).getRect();
    }

    private long programs() {
        return (long) browser.js("return document.querySelectorAll('img, script, svg, link, iframe, a').length");
    }
}
