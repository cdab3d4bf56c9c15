package io.github.cards4j.samples.chat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

class AppearanceBrowserTest extends PageTestCase {

    private static final String INFO =
            "{'llm': 'models/llm', 'reward': 'models/reward', 'device': 'cpu', 'state': 'READY', 'profiles': [],"
                    + " 'defaults': {'strength': 0.5, 'maxNewTokens': 128}, 'showsRejected': true}";
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
        assertThat(browser.number("return [...document.querySelectorAll('.figures dt, .figures dd')].filter((e) => {"
                        + "const words = new Range(); words.selectNodeContents(e); const lines = words.getClientRects();"
                        + "return lines[0].top !== lines[lines.length - 1].top; }).length"))
                .as("figures whose name or number is broken into two lines")
                .isZero();

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

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void whateverIsShownCanBeRead(String scheme) {
        browser.media(Map.of("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce"));
        server.info(INFO.replace("READY", "LOADING"));
        browser.open(server.url());
        browser.media(Map.of("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce"));
        browser.await("the banner", () -> browser.shown("#banner"));
        browser.find("#settings summary").click();
        Contrast.assertEnough(browser);
        browser.find("#settings summary").click();

        answer("Where is my parcel?");
        Call.Both both = send("And now?");
        both.plain().refuse(400, "too long", null);
        both.aligned().refuse(503, "The models are being loaded.", "60");
        awaitState(PLAIN, "failed");
        browser.await("told", () -> note(ALIGNED).contains("Asking again"));
        browser.find(".turn:first-child " + ALIGNED + " .words").click();
        browser.await("what it beat", () -> browser.shown("#beaten"));
        Contrast.assertEnough(browser);
        browser.press(Keys.ESCAPE);
        browser.find("#stop").click();
        awaitState(ALIGNED, "stopped");
    }

    /** A window of 1280 by 900 at 200 %. */
    @Test
    void atTwiceTheSizeEverythingIsStillReached() {
        browser.screen(640, 450, 2, false);
        answer("Where is my parcel, which should have come on Monday?");
        assertFits(640);
        browser.find("#settings summary").click();
        assertThat(inView("#seed")).isTrue();
        browser.press(Keys.ESCAPE);
        browser.click(last(ALIGNED) + " .words");
        browser.await("shown", () -> browser.shown("#beaten"));
        assertThat(inView("#beaten-close")).isTrue();
        browser.find("#beaten-close").click();
        assertFits(640);
        assertThat(browser.shown("#beaten")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 360, 400})
    void settingsFitOnAPhone(int width) {
        server.info(INFO.replace("[]", "['a-policy-with-quite-a-long-name-that-somebody-wrote']"));
        browser.open(server.url());
        browser.screen(width, 700, 1, true);
        browser.await("profiles are known", () -> !browser.all("#profile option:nth-child(2)")
                .isEmpty());
        browser.find("#settings summary").click();
        assertThat(inView(".panel")).isTrue();
        for (String field : new String[] {"#seed", "#profile"}) {
            assertThat(browser.number(
                            "return document.querySelector('.panel').getBoundingClientRect().right"
                                    + " - document.querySelector(arguments[0]).getBoundingClientRect().right",
                            field))
                    .as("%s ends inside the panel", field)
                    .isPositive();
        }
        assertFits(width);
        new Select(browser.find("#profile")).selectByIndex(1);
        assertFits(width);
        browser.press(Keys.ESCAPE);
        Call.Both both = send("Hello");
        both.answer("Hm.", "Good day.");
        awaitState(ALIGNED, "done");
        assertFits(width);
    }

    @Test
    void textFromRightToLeftIsSetSoAndItsNumbersAreNot() {
        String arabic = "\u0623\u064a\u0646 \u0637\u0631\u062f\u064a\u061f";
        Call.Both both = send(arabic);
        both.plain().plainSegment(arabic).done();
        both.aligned()
                .segment(arabic, -2.5, BEATEN)
                .segment(" " + arabic, 3, "[]")
                .done();
        awaitState(ALIGNED, "done");
        String direction = "return getComputedStyle(document.querySelector(arguments[0])).direction";
        assertThat(browser.js(direction, last(ALIGNED) + " .body")).isEqualTo("rtl");
        assertThat(browser.js(direction, ".turn .message")).isEqualTo("rtl");
        assertThat(browser.js(direction, last(ALIGNED) + " .figures")).isEqualTo("ltr");
        List<WebElement> segments = browser.all(last(ALIGNED) + " .segment");
        Rectangle words = segments.get(0).findElement(By.cssSelector(".words")).getRect();
        Rectangle mark = segments.get(0).findElement(By.cssSelector(".mark")).getRect();
        Rectangle next = segments.get(1).findElement(By.cssSelector(".words")).getRect();
        assertThat(mark.getX() + mark.getWidth()).as("behind means left of").isLessThanOrEqualTo(words.getX() + 1);
        assertThat(next.getX() + next.getWidth()).isLessThanOrEqualTo(mark.getX() + 1);
        assertThat(segments.get(0).findElement(By.cssSelector(".mark bdi")).getText())
                .isEqualTo("\u22122.5");
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
