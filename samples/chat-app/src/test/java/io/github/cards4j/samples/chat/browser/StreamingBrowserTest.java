package io.github.cards4j.samples.chat.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

class StreamingBrowserTest extends PageTestCase {

    private static final String BEATEN_TWO =
            "[{'attempt': 1, 'text': ' Go away.', 'reward': -2.5}, {'attempt': 2, 'text': ' So what?', 'reward': -0.4}]";

    @Test
    void answersStreamSideBySideToTheSameMessage() {
        Call.Both both = send("Where is it?");
        assertThat(both.plain().messages()).containsExactly("user: Where is it?");
        assertThat(both.aligned().messages()).containsExactly("user: Where is it?");
        assertThat(both.aligned().strength()).isEqualTo(0.5);
        assertThat(both.aligned().request().get("seed"))
                .isEqualTo(both.plain().request().get("seed"));
        assertThat(browser.shown("#stop")).isTrue();
        assertThat(browser.shown("#send")).isFalse();

        both.plain().text("Not my");
        awaitText(PLAIN, "Not my");
        both.aligned().text("I am ");
        awaitText(ALIGNED, "I am ");
        assertThat(browser.all(".segment")).isEmpty();
        both.plain().text(" problem.");
        both.aligned().text("sorry.").segmentEvent("I am sorry.", 2.5, BEATEN_TWO);
        awaitText(PLAIN, "Not my problem.");
        browser.await(
                "one segment", () -> browser.all(last(ALIGNED) + " .segment").size() == 1);
        assertThat(browser.text(last(ALIGNED) + " .mark")).contains("2.5").contains("beat 2");
        assertThat(browser.find(last(ALIGNED) + " .segment").getDomAttribute("data-level"))
                .isEqualTo("6");

        both.aligned().segment(" It comes today.", 4.9, "[]");
        browser.await(
                "two segments", () -> browser.all(last(ALIGNED) + " .segment").size() == 2);
        both.plain().done();
        both.aligned().done();
        awaitState(PLAIN, "done");
        awaitState(ALIGNED, "done");
        assertThat(text(ALIGNED)).isEqualTo("I am sorry. It comes today.");
        browser.await("the message can be sent again", () -> browser.shown("#send"));
        assertThat(browser.text(".turn:last-child .message")).isEqualTo("Where is it?");
        assertThat(browser.text(".turn:last-child .verdict")).contains("ejected 2 candidates before you saw them");
        assertThat(browser.text("#status"))
                .contains("Aligned answer done, reward 4.9, 2 candidates rejected")
                .contains("Unaligned answer done");
    }

    @Test
    void figuresFollowTheStreamAndEndWithTheServers() {
        Call.Both both = send("Hello");
        both.plain().plainSegment("Hm.").done();
        assertThat(figure(ALIGNED, "acceptance")).isEqualTo("–");
        both.aligned().segment("Good day.", 1, BEATEN_TWO);
        browser.await("acceptance", () -> figure(ALIGNED, "acceptance").startsWith("33"));
        assertThat(figure(ALIGNED, "first")).isNotEqualTo("–");
        both.aligned().segment(" How can I help?", 2, "[]");
        browser.await("acceptance", () -> figure(ALIGNED, "acceptance").startsWith("50"));
        both.aligned().done();
        browser.await("acceptance", () -> figure(ALIGNED, "acceptance").startsWith("38"));
        assertThat(figure(ALIGNED, "tokens")).isEqualTo("56 of 1,234");
        assertThat(figure(ALIGNED, "pace")).startsWith("12").endsWith("ms");
        assertThat(figure(ALIGNED, "first")).startsWith("456");
    }

    @Test
    void theUnalignedAnswerIsJudgedAfterwardsSentenceBySentence() {
        server.rewards(-0.5, -2.5);
        Call.Both both = send("Hello");
        both.plain().plainSegment("So what? Go away.").done("{'finishReason': 'END_OF_SEQUENCE', 'reward': null}");
        both.aligned().segment("Good day.", 4.9, BEATEN_TWO).done();
        browser.await("both are judged", () -> browser.text(".turn .verdict").contains("from −2.5 to 4.9"));
        assertThat(browser.all(last(PLAIN) + " .segment .words"))
                .extracting(WebElement::getText)
                .map(String::strip)
                .containsExactly("So what?", "Go away.");
        assertThat(text(PLAIN)).isEqualTo("So what? Go away.");
        assertThat(browser.text(last(PLAIN) + " .outcome")).isEqualTo("reward −2.5");
        browser.find(last(PLAIN) + " .words").click();
        browser.await("shown", () -> browser.text("#beaten-how").startsWith("Judged afterwards"));
        assertThat(browser.shown("#beaten-count")).isFalse();
    }

    @Test
    void ofALongAnswerNoMoreIsJudgedThanTheServerAllows() {
        server.info("{'state': 'READY', 'profiles': [], 'maxScoreCharacters': 100}");
        browser.open(server.url());
        browser.await("ready", () -> browser.text("#state").equals("ready"));
        server.rewards(-0.5, -2.5, 1.5);
        String sentence = "So what? ";
        Call.Both both = send("Hello");
        both.plain().plainSegment(sentence.repeat(3) + "Go.").done("{'reward': null}");
        both.aligned().segment("Good day.", 4.9, BEATEN_TWO).done();
        browser.await("judged", () -> browser.text(last(PLAIN) + " .outcome").equals("reward 1.5"));
        List<String> judged = server.judged().get("answers").findValuesAsText("text");
        assertThat(judged).containsExactly(sentence, sentence.repeat(2), sentence.repeat(3) + "Go.");
        assertThat(String.join("", judged)).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void theSliderWorksOnTheNextMessage() {
        Call.Both first = send("One");
        WebElement slider = browser.find("#strength");
        slider.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat(browser.text("#strength-value")).isEqualTo("0.70");
        assertThat(browser.text("#strength-means")).isEqualTo("aims at the best of 66 answers");
        first.answer("a", "b");
        awaitState(ALIGNED, "done");
        assertThat(browser.text(last(ALIGNED) + " .badge")).isEqualTo("strength 0.50");

        Call.Both second = send("Two");
        assertThat(second.aligned().strength()).isCloseTo(0.7, within(1e-9));
        assertThat(second.plain().strength()).isZero();
        assertThat(browser.text(last(ALIGNED) + " .badge")).isEqualTo("strength 0.70");
    }

    @Test
    void withoutACalibrationThereIsNoDialAndAFloorIsNamed() {
        server.info("{'state': 'READY', 'profiles': [], 'strengthCounts': false, 'defaults': {'rewardFloor': -1}}");
        browser.open(server.url());
        browser.await("ready", () -> browser.text("#state").equals("ready"));
        assertThat(browser.find("#strength").isEnabled()).isFalse();
        assertThat(browser.text("#strength-means")).contains("not calibrated");
        Call.Both both = send("Hello");
        assertThat(both.aligned().request().has("strength")).isFalse();
        assertThat(both.plain().strength()).isZero();
        assertThat(browser.text(last(PLAIN) + " .badge")).isEqualTo("floor −1.0 only");
        assertThat(browser.text(last(ALIGNED) + " .badge")).isEqualTo("as the server has it");
    }

    @Test
    void anExhaustedAnswerSaysWhyItIsEmptyAndCountsWhatWasRejected() {
        Call.Both both = send("Hello");
        both.plain().plainSegment("Hm.").done();
        both.aligned().done("{'finishReason': 'EXHAUSTED', 'rejected': 21}");
        awaitState(ALIGNED, "done");
        assertThat(note(ALIGNED)).startsWith("It ends here");
        browser.await(
                "summed up", () -> browser.text(".turn:last-child .verdict").contains("ejected 21 candidates"));
    }

    @Test
    void stopEndsBothAnswersAndTheConversationGoesOn() {
        Call.Both both = send("One");
        both.plain().text("Well, ");
        both.aligned().segment("Good day.", 2, "[]").text(" I ");
        awaitText(PLAIN, "Well, ");
        awaitText(ALIGNED, "Good day. I ");
        browser.find("#stop").click();
        both.plain().awaitLeft();
        both.aligned().awaitLeft();
        awaitState(PLAIN, "stopped");
        awaitState(ALIGNED, "stopped");
        assertThat(text(ALIGNED)).isEqualTo("Good day. I ");
        browser.await("a message can be sent", () -> browser.shown("#send"));

        Call.Both next = send("Two");
        assertThat(next.aligned().messages()).containsExactly("user: One", "assistant: Good day. I ", "user: Two");
    }

    @Test
    void eachColumnGoesOnFromItsOwnAnswers() {
        send("One").answer("rude", "kind");
        awaitState(PLAIN, "done");
        awaitState(ALIGNED, "done");
        browser.await("a message can be sent", () -> browser.shown("#send"));
        Call.Both second = send("Two");
        assertThat(second.plain().messages()).containsExactly("user: One", "assistant: rude", "user: Two");
        assertThat(second.aligned().messages()).containsExactly("user: One", "assistant: kind", "user: Two");
        second.answer("", "kinder");
        awaitState(PLAIN, "done");
        awaitState(ALIGNED, "done");
        browser.await("a message can be sent", () -> browser.shown("#send"));
        Call.Both third = send("Three");
        assertThat(third.plain().messages())
                .as("a turn without an answer is left out")
                .containsExactly("user: One", "assistant: rude", "user: Three");
        assertThat(third.aligned().messages())
                .containsExactly("user: One", "assistant: kind", "user: Two", "assistant: kinder", "user: Three");
        browser.find("#new-chat").click();
        third.plain().awaitLeft();
        third.aligned().awaitLeft();
        assertThat(send("Afresh").aligned().messages()).containsExactly("user: Afresh");
    }

    @Test
    void anExampleIsAskedByAClick() {
        String example = browser.text("#examples button span");
        browser.find("#examples button").click();
        assertThat(server.both().aligned().messages()).containsExactly("user: " + example);
        assertThat(browser.shown("#welcome")).isFalse();
    }

    @Test
    void onlyTheDemonstrationSpeaksOfTheEmbeddedModelsAndTheirShop() {
        assertThat(browser.shown("#demo")).isFalse();
        assertThat(browser.text("#examples")).isNotBlank().doesNotContain("toaster");
        assertThat(browser.find("#message").getDomProperty("placeholder")).doesNotContain("shop");
        server.info("{'state': 'READY', 'profiles': [], 'demo': true}");
        browser.open(server.url());
        browser.await("told", () -> browser.shown("#demo"));
        assertThat(browser.text("#examples")).contains("toaster");
        assertThat(browser.find("#message").getDomProperty("placeholder")).contains("shop");
    }

    @Test
    void seedAndProfileAreSentAndAProfileTakesTheSlidersPlace() {
        server.info("{'llm': 'l', 'reward': 'r', 'device': 'cpu', 'state': 'READY', 'profiles': ['strict'],"
                + " 'defaults': {'strength': 0.25, 'maxNewTokens': 64}, 'showsRejected': true}");
        browser.open(server.url());
        browser.await("the default is taken over", () -> browser.text("#strength-value")
                .equals("0.25"));
        assertThat(browser.text("#longest")).isEqualTo("64 tokens");
        browser.find("#settings summary").click();
        browser.find("#seed").sendKeys("42");
        new Select(browser.find("#profile")).selectByValue("strict");
        Call.Both both = send("Hello");
        assertThat(both.plain().request().get("seed").intValue()).isEqualTo(42);
        assertThat(both.plain().request().has("profile")).isFalse();
        assertThat(both.aligned().request().get("profile").asText()).isEqualTo("strict");
        assertThat(both.aligned().request().has("strength")).isFalse();
        assertThat(browser.find("#strength").isEnabled()).isFalse();
        assertThat(browser.text(last(ALIGNED) + " .badge")).isEqualTo("profile strict");
    }

    @Test
    void whatASegmentBeatIsShownBesideItOnHoverAndPinnedByAClick() {
        Call.Both both = send("Hello");
        both.plain().plainSegment("Hm.").done();
        both.aligned()
                .segment("Good day.", 2.5, BEATEN_TWO)
                .segment(" Bye.", 1.25, "[]")
                .done();
        awaitState(ALIGNED, "done");
        WebElement first = browser.all(last(ALIGNED) + " .segment").get(0);
        WebElement second = browser.all(last(ALIGNED) + " .segment").get(1);

        browser.pointAt(first.findElement(By.cssSelector(".words")));
        browser.await("shown", () -> browser.shown("#beaten"));
        assertThat(browser.text("#beaten-title")).isEqualTo("Segment 1: reward 2.5");
        assertThat(browser.text("#beaten-how")).isEqualTo("Accepted at attempt 3. The bar stood at 1.5.");
        assertThat(browser.text("#beaten-count")).isEqualTo("It beat 2 candidates");
        assertThat(browser.all("#beaten-list li"))
                .extracting(WebElement::getText)
                .map(text -> text.replace('\n', ' '))
                .containsExactly("−2.5 Go away.", "−0.4 So what?");
        assertThat(first.getDomAttribute("aria-expanded")).isEqualTo("true");
        browser.pointAt(browser.find("h1"));
        browser.await("hidden", () -> !browser.shown("#beaten"));

        second.findElement(By.cssSelector(".words")).click();
        browser.await("shown", () -> browser.text("#beaten-count").equals("It passed at once"));
        assertThat(browser.text("#beaten-how")).contains("chance decides");
        browser.pointAt(browser.find("h1"));
        browser.press(Keys.ESCAPE);
        browser.await("hidden", () -> !browser.shown("#beaten"));
        assertThat(second.getDomAttribute("aria-expanded")).isEqualTo("false");
        assertThat(browser.all(last(PLAIN) + " [role=button]"))
                .as("nobody judged the other column")
                .isEmpty();

        browser.find("#numbers").click();
        assertThat(browser.find(last(ALIGNED) + " .mark").getRect().getWidth()).isLessThan(3);
    }
}
