package io.github.cards4j.samples.chat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

class KeyboardBrowserTest extends PageTestCase {

    private static final String BEATEN = "[{'attempt': 1, 'text': ' Go away.', 'reward': -2.5}]";

    /** As Safari tells it: the composition has ended already. */
    @Test
    void theEnterThatEndsACompositionSendsNothing() {
        browser.find("#message").sendKeys("こん");
        Object unhindered = browser.js("return document.querySelector('#message').dispatchEvent(new KeyboardEvent("
                + "'keydown', {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}))");
        assertThat(unhindered).isEqualTo(true);
        assertThat(browser.all(".turn")).isEmpty();
    }

    @Test
    void everythingCanBeDoneWithoutAMouse() {
        browser.press(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("Skip to the message");
        browser.press(Keys.ENTER);
        browser.await("the message has the focus", () -> focus().equals("message"));
        browser.press("Two");
        browser.pressWithShift(Keys.ENTER);
        browser.press("lines", Keys.ENTER);
        Call.Both both = server.both();
        assertThat(both.plain().messages()).containsExactly("user: Two\nlines");
        assertThat(focus()).isEqualTo("message");
        both.plain().plainSegment("Hm.").done();
        both.aligned()
                .segment("Good day.", 2.5, BEATEN)
                .segment(" How can I help?", 3, "[]")
                .done();
        awaitState(ALIGNED, "done");

        // Back from the message: settings, slider, and the segments as one stop.
        browser.pressWithShift(Keys.TAB);
        assertThat(browser.focused().getTagName()).isEqualTo("summary");
        browser.pressWithShift(Keys.TAB);
        assertThat(focus()).isEqualTo("strength");
        browser.press(Keys.ARROW_LEFT);
        assertThat(browser.focused().getDomAttribute("aria-valuetext"))
                .isEqualTo("0.45, aims at the best of 15 answers");
        browser.pressWithShift(Keys.TAB);
        browser.await("what the segment beat is shown", () -> browser.shown("#beaten"));
        assertThat(browser.focused().getText()).startsWith("Good day.");
        browser.press(Keys.ARROW_RIGHT);
        browser.await(
                "the next one's is shown", () -> browser.text("#beaten-title").startsWith("Segment 2"));
        browser.press(Keys.HOME);
        browser.await(
                "the first one's is shown", () -> browser.text("#beaten-title").startsWith("Segment 1"));
        assertThat(focus()).isEmpty();

        browser.press(Keys.ENTER);
        browser.await("the focus is inside", () -> focus().equals("beaten"));
        browser.press(Keys.TAB);
        assertThat(focus()).isEqualTo("beaten-close");
        browser.press(Keys.ESCAPE);
        assertThat(browser.shown("#beaten")).isFalse();
        assertThat(browser.focused().getText()).startsWith("Good day.");

        browser.press(Keys.ENTER, Keys.TAB, Keys.ENTER);
        assertThat(browser.shown("#beaten")).as("the close button closes").isFalse();
        assertThat(browser.focused().getText()).startsWith("Good day.");
        browser.press(Keys.TAB);
        assertThat(focus()).isEqualTo("strength");
    }

    @Test
    void stopIsReachedByKeyboardAndTheFocusGoesBackToTheMessage() {
        Call.Both both = send("Hello");
        both.aligned().text("Good");
        awaitText(ALIGNED, "Good");
        browser.press(Keys.TAB);
        assertThat(focus()).isEqualTo("stop");
        browser.press(Keys.ENTER);
        both.plain().awaitLeft();
        both.aligned().awaitLeft();
        awaitState(ALIGNED, "stopped");
        browser.await("the message has the focus", () -> focus().equals("message"));
    }

    @Test
    void aSeedThatCannotBeIsShownEvenIfTheSettingsAreClosed() {
        browser.find("#settings summary").click();
        browser.find("#seed").sendKeys("-1");
        browser.find("#settings summary").click();
        assertThat(browser.shown("#seed")).isFalse();
        browser.find("#message").sendKeys("Hello", Keys.ENTER);
        browser.await("the seed is shown", () -> browser.shown("#seed") && focus().equals("seed"));
        assertThat(browser.all(".turn")).isEmpty();
        assertThat(browser.find("#message").getDomProperty("value")).isEqualTo("Hello");
    }

    @Test
    void escapeClosesTheSettings() {
        browser.find("#settings summary").click();
        browser.press(Keys.TAB);
        assertThat(focus()).isEqualTo("seed");
        browser.press(Keys.ESCAPE);
        assertThat(browser.shown("#seed")).isFalse();
        assertThat(browser.focused().getTagName()).isEqualTo("summary");
    }

    @Test
    void nothingIsSentTwiceOrEmpty() {
        browser.find("#message").sendKeys("   ", Keys.ENTER);
        Call.Both both = send("Hello");
        browser.find("#message").sendKeys("too early", Keys.ENTER, Keys.ENTER);
        assertThat(browser.all(".turn")).hasSize(1);
        assertThat(browser.find("#message").getDomProperty("value")).isEqualTo("too early");
        both.answer("Hm.", "Good day.");
        browser.await("a message can be sent", () -> browser.shown("#send"));
        browser.press(Keys.ENTER);
        assertThat(server.both().plain().messages()).last().isEqualTo("user: too early");
    }

    @Test
    void whoCannotSeeIsToldWhatMatters() {
        Call.Both both = send("Hello");
        browser.await("told that answers are on their way", () -> browser.text("#status")
                .contains("being written"));
        assertThat(browser.find(last(ALIGNED) + " .body").getDomAttribute("aria-busy"))
                .isEqualTo("true");
        both.plain().plainSegment("Hm.").done();
        both.aligned().segment("Good day.", 2.5, BEATEN).done();
        browser.await("told that they are there", () -> browser.text("#status").contains("answer done"));
        assertThat(browser.find(last(ALIGNED) + " .body").getDomAttribute("aria-busy"))
                .isEqualTo("false");
        WebElement segment = browser.find(last(ALIGNED) + " .segment");
        assertThat(segment.getAccessibleName())
                .contains("Good day.")
                .contains("reward 2.5")
                .contains("beat 1");
        assertThat(segment.getAriaRole()).isEqualTo("button");
        for (WebElement control : browser.all("button, input, textarea, select, summary, [role=button]")) {
            if (control.isDisplayed()) {
                assertThat(control.getAccessibleName())
                        .as(control.getDomProperty("outerHTML"))
                        .isNotBlank();
            }
        }
        assertThat(browser.find("html").findElements(By.cssSelector("h1"))).hasSize(1);
    }

    private String focus() {
        return browser.focused().getDomProperty("id");
    }
}
