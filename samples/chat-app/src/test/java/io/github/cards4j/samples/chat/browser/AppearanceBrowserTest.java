package io.github.cards4j.samples.chat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;

class AppearanceBrowserTest extends PageTestCase {

    private static final String BEATEN = "[{'attempt': 1, 'text': ' Go away.', 'reward': -2.5}]";

    @ParameterizedTest
    @ValueSource(ints = {320, 390})
    void aPhoneShowsOneColumnAndAllControls(int width) {
        browser.screen(width, 800, 1, true);
        assertFits(width);
        for (WebElement control : browser.all("button, textarea, #strength")) {
            if (control.isDisplayed()) {
                assertThat(control.getRect().getHeight())
                        .as("a finger hits " + control.getDomProperty("outerHTML"))
                        .isGreaterThanOrEqualTo(32);
            }
        }
        answer("Where is my parcel, which should have come on Monday?");
        assertFits(width);
        Rectangle plain = browser.find(last(PLAIN)).getRect();
        Rectangle aligned = browser.find(last(ALIGNED)).getRect();
        assertThat(aligned.getY()).isGreaterThanOrEqualTo(plain.getY() + plain.getHeight());
        assertThat(inView("#message")).isTrue();
        assertThat(inView("#strength")).isTrue();

        browser.click(last(ALIGNED) + " .words");
        browser.await("shown", () -> browser.shown("#beaten"));
        assertThat(browser.number("return document.querySelector('#beaten').getBoundingClientRect().bottom"))
                .isEqualTo(browser.number("return innerHeight"));
        assertThat(browser.find("#beaten").getRect().getWidth()).isEqualTo(width);
        assertFits(width);
        browser.find("#beaten-close").click();
        assertThat(browser.shown("#beaten")).isFalse();
    }

    @Test
    void aWideScreenShowsTwoColumns() {
        answer("Where is my parcel?");
        Rectangle plain = browser.find(last(PLAIN)).getRect();
        Rectangle aligned = browser.find(last(ALIGNED)).getRect();
        assertThat(aligned.getY()).isEqualTo(plain.getY());
        assertThat(aligned.getX()).isGreaterThanOrEqualTo(plain.getX() + plain.getWidth());
        assertThat(inView("#message")).isTrue();
        assertThat(inView(".turn .message")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void allTextStandsOutFromWhatIsBehindIt(String scheme) {
        browser.media(Map.of("prefers-color-scheme", scheme));
        answer("Where is my parcel?");
        double paper = luminance(colour("html", "background-color"));
        assertThat(paper < 0.2).as("dark paper").isEqualTo(scheme.equals("dark"));
        double ink = luminance(colour("html", "color"));
        for (int level = 0; level < 7; level++) {
            assertContrast(ink, luminance(colour(".swatches [data-level='" + level + "']", "background-color")));
        }
        assertContrast(ink, luminance(colour(".answer", "background-color")));
        assertContrast(luminance(colour(".figures dt", "color")), luminance(colour(".answer", "background-color")));
        assertContrast(luminance(colour(".beat", "color")), luminance(colour(".answer", "background-color")));
        assertContrast(luminance(colour(".hint", "color")), paper);
        assertContrast(luminance(colour("#send", "color")), luminance(colour("#send", "background-color")));
        assertContrast(luminance(colour("#stop", "color")), luminance(colour("#stop", "background-color")));
        assertContrast(
                luminance(colour(".turn .message", "color")), luminance(colour(".turn .message", "background-color")));
    }

    @Test
    void rewardsAreWarmBelowTheBarAndCoolAboveItAndTheScaleGrows() {
        Call.Both both = send("Hello");
        both.plain().plainSegment("Hm.").done();
        both.aligned().segment("Good day.", 1.5, BEATEN);
        browser.await("the highest so far", () -> level(0).equals("6"));
        both.aligned().segment(" How can I help?", 9.5, "[]").done();
        browser.await("no more the highest", () -> level(0).equals("4"));
        assertThat(level(1)).isEqualTo("6");
        assertThat(browser.text("#scale-low")).isEqualTo("−2.5");
        assertThat(browser.text("#scale-high")).isEqualTo("9.5");
        browser.click(last(ALIGNED) + " .words");
        browser.await("what it beat", () -> browser.shown("#beaten"));
        assertThat(browser.find("#beaten-list .value").getDomAttribute("data-level"))
                .isEqualTo("0");
        List<WebElement> words = browser.all(last(ALIGNED) + " .segment .words");
        browser.await("other tints", () -> !words.get(0)
                .getCssValue("background-color")
                .equals(words.get(1).getCssValue("background-color")));
    }

    @Test
    void nothingMovesForWhoPrefersThat() {
        String moving = "return document.getAnimations().length + (getComputedStyle(document.documentElement)"
                + ".scrollBehavior === 'smooth' ? 1 : 0)";
        browser.media(Map.of("prefers-reduced-motion", "no-preference"));
        Call.Both both = send("Hello");
        both.aligned().text("Good");
        awaitText(ALIGNED, "Good");
        assertThat(browser.number(moving)).isPositive();
        browser.media(Map.of("prefers-reduced-motion", "reduce"));
        assertThat(browser.number(moving)).isZero();
    }

    private void answer(String message) {
        Call.Both both = send(message);
        both.plain().plainSegment("Not my problem.").done();
        both.aligned()
                .segment("Good day, and thank you for writing to us.", 2.5, BEATEN)
                .done();
        awaitState(PLAIN, "done");
        awaitState(ALIGNED, "done");
    }

    private String level(int segment) {
        return browser.all(last(ALIGNED) + " .segment").get(segment).getDomAttribute("data-level");
    }

    private void assertFits(int width) {
        assertThat(browser.number("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(width);
        assertThat(browser.number("return innerWidth")).isEqualTo(width);
    }

    private boolean inView(String css) {
        return (boolean) browser.js(
                "const r = document.querySelector(arguments[0]).getBoundingClientRect();"
                        + "return r.top >= 0 && r.bottom <= innerHeight && r.left >= 0 && r.right <= innerWidth;",
                css);
    }

    private double[] colour(String css, String property) {
        String value = (String) browser.js(
                "return getComputedStyle(document.querySelector(arguments[0])).getPropertyValue(arguments[1])",
                css,
                property);
        return Arrays.stream(value.replaceAll("[^0-9.,]", "").split(","))
                .limit(3)
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Relative luminance, WCAG 2.2. */
    private static double luminance(double[] rgb) {
        double[] linear = Arrays.stream(rgb)
                .map(c -> c / 255)
                .map(c -> c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
                .toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    private static void assertContrast(double one, double other) {
        assertThat((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05))
                .isGreaterThanOrEqualTo(4.5);
    }
}
