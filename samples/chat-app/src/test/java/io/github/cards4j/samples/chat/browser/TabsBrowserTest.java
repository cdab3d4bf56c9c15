package io.github.cards4j.samples.chat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

class TabsBrowserTest extends PageTestCase {

    @Test
    void twoTabsDoNotDisturbEachOther() {
        String firstTab = browser.tab();
        Call.Both first = send("In the first tab");
        first.aligned().segment("Good day.", 2, "[]");
        awaitText(ALIGNED, "Good day.");

        String secondTab = browser.openTab(server.url());
        browser.find("#strength").sendKeys(Keys.END);
        Call.Both second = send("In the second tab");
        assertThat(second.aligned().messages()).containsExactly("user: In the second tab");
        assertThat(second.aligned().strength()).isEqualTo(1);
        second.aligned().text("Welcome.");
        awaitText(ALIGNED, "Welcome.");
        browser.find("#stop").click();
        second.plain().awaitLeft();
        second.aligned().awaitLeft();
        awaitState(ALIGNED, "stopped");

        browser.toTab(firstTab);
        assertThat(browser.text("#strength-value")).isEqualTo("0.50");
        first.plain().plainSegment("Hm.").done();
        first.aligned().segment(" How can I help?", 3, "[]").done();
        awaitState(PLAIN, "done");
        awaitState(ALIGNED, "done");
        assertThat(text(ALIGNED)).isEqualTo("Good day. How can I help?");
        browser.await("a message can be sent", () -> browser.shown("#send"));
        Call.Both third = send("And now?");
        assertThat(third.aligned().strength()).isEqualTo(0.5);
        assertThat(third.aligned().messages())
                .containsExactly("user: In the first tab", "assistant: Good day. How can I help?", "user: And now?");

        browser.toTab(secondTab);
        assertThat(text(ALIGNED)).isEqualTo("Welcome.");
        assertThat(browser.shown("#send")).isTrue();
    }
}
