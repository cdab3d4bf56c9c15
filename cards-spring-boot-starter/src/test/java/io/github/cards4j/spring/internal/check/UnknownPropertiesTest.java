package io.github.cards4j.spring.internal.check;

import static io.github.cards4j.spring.Starter.analysis;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.Cards;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.spring.CardsAuditAutoConfiguration;
import io.github.cards4j.spring.Starter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What is misspelt does not pass for set, and what is another's is left alone. */
class UnknownPropertiesTest {

    private final ApplicationContextRunner runner = Starter.unloaded();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cards.alignment.strenght | did you mean cards.alignment.strength?",
                "cards.aligment.strength | did you mean cards.alignment.strength?",
                "cards.strength | did you mean cards.alignment.strength?",
                "cards.temperature | did you mean cards.sampling.temperature",
                "cards.max-new-tokens | did you mean cards.sampling.max-new-tokens",
                "cards.segmentation.max-segment-tokens | cards.segmentation.max-tokens",
                "cards.llm | did you mean cards.llm.location",
                "cards.llm.path | cards.llm.location",
                "cards.profiles.a.alignment.strength | did you mean cards.profiles.a.strength?",
                "cards.profiles.a.max-token | cards.profiles.a.max-",
                "cards.audit.fiel | did you mean cards.audit.file?",
                "cards.audit.size | cards.audit.max-size",
                "cards.zzz | cards.zzz is not known"
            })
    void aNameThatIsNotKnownStopsTheStart(String name, String text) {
        runner.withPropertyValues(name + "=0.5").run(context -> {
            assertThat(analysis(context).getDescription()).contains(name + " is not known", text);
            assertThat(analysis(context).getAction()).contains("cards.ignore-unknown=true");
        });
    }

    @Test
    void namesThatSomethingElseReadsCanBeAllowed() {
        runner.withPropertyValues("cards.shuffle=true", "cards.ignore-unknown=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void whereItIsSetIsTold() {
        runner.withPropertyValues("cards.alignment.strenght=1")
                .run(context -> assertThat(analysis(context).getDescription())
                        .containsPattern("strength\\? \\(.*\"cards.alignment.strenght\".*\\)"));
    }

    @ParameterizedTest
    @CsvSource({
        "cards.alignment.targetReward",
        "cards.alignment.target_reward",
        "CARDS.ALIGNMENT.TARGET-REWARD",
        "cards.llm.chat-variables[enable_thinking]",
        "cards.llm.chatVariables.thinking",
        "cards.audit.keep",
        "cards.profiles.my-profile.maxAttempts",
        "cards.profiles[Support.DE].max-attempts"
    })
    void relaxedNamesAreKnown(String name) {
        runner.withPropertyValues(name + "=2")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void listsAreKnownByTheirElements() {
        runner.withPropertyValues(
                        "cards.sampling.stop-sequences[0]=END",
                        "cards.sampling.stop-sequences[1]=STOP",
                        "cards.profiles.a.stop-sequences[0]=A")
                .run(context -> {
                    Cards cards = context.getBean(Cards.class);
                    assertThat(cards.defaults().stopSequences()).containsExactly("END", "STOP");
                    assertThat(cards.profiles().get("a").stopSequences()).isEqualTo(List.of("A"));
                });
    }

    private ApplicationContextRunner withVariables(Map<String, Object> variables) {
        return runner.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)));
    }

    @Test
    void variablesOfTheOperatingSystemAreKnownInBothForms() {
        withVariables(Map.of(
                        "CARDS_ALIGNMENT_REWARDFLOOR", "-4",
                        "CARDS_ALIGNMENT_MAX_ATTEMPTS", "5",
                        "CARDS_SAMPLING_STOPSEQUENCES_0", "END",
                        "CARDS_LLM_CHATVARIABLES_THINKING", "false",
                        "CARDS_PROFILES_SUPPORT_STRENGTH", "0.9",
                        "CARDS_PROFILES_SUPPORT_MAX_NEW_TOKENS", "9"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Cards cards = context.getBean(Cards.class);
                    GenerationOptions defaults = cards.defaults();
                    assertThat(defaults.rewardFloor()).isEqualTo(-4);
                    assertThat(defaults.maxAttempts()).isEqualTo(5);
                    assertThat(defaults.stopSequences()).containsExactly("END");
                    assertThat(cards.options().chatVariables()).isEqualTo(Map.of("thinking", false));
                    assertThat(cards.profiles())
                            .isEqualTo(Map.of(
                                    "support",
                                    GenerationOptions.builder()
                                            .strength(0.9)
                                            .maxNewTokens(9)
                                            .build()));
                });
    }

    @Test
    void variablesOfOtherProgramsAreLeftAloneButNotSlips() {
        withVariables(Map.of("CARDS_HOME", "/opt/cards", "CARDS_DB_URL", "jdbc:x", "CARDS", "5"))
                .run(context -> assertThat(context).hasNotFailed());
        withVariables(Map.of("CARDS_ALIGNMENT_STRENGHT", "1"))
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("did you mean cards.alignment.strength?", "CARDS_ALIGNMENT_STRENGHT"));
        withVariables(Map.of("CARDS_PROFILES_MY_OWN_STRENGTH", "1"))
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("CARDS_PROFILES_MY_OWN_STRENGTH", "one word"));
    }

    @ConfigurationProperties("cards.deck")
    static class Deck {
        private int size;

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Deck.class)
    static class CardGame {}

    @Test
    void namesThatTheApplicationReadsAreItsOwn() {
        runner.withPropertyValues("cards.deck.size=52")
                .run(context -> assertThat(context).hasFailed());
        runner.withUserConfiguration(CardGame.class)
                .withPropertyValues("cards.deck.size=52")
                .run(context ->
                        assertThat(context.getBean(Deck.class).getSize()).isEqualTo(52));
    }

    @Configuration(proxyBeanMethods = false)
    static class CardShop {
        @Bean
        @ConfigurationProperties("cards")
        Shop shop() {
            return new Shop();
        }
    }

    static class Shop {
        private int creditLimit;

        public int getCreditLimit() {
            return creditLimit;
        }

        public void setCreditLimit(int creditLimit) {
            this.creditLimit = creditLimit;
        }
    }

    @Test
    void aClassOfTheApplicationMayShareThePrefix() {
        runner.withUserConfiguration(CardShop.class)
                .withPropertyValues("cards.credit-limit=52")
                .run(context ->
                        assertThat(context.getBean(Shop.class).getCreditLimit()).isEqualTo(52));
        runner.withUserConfiguration(CardShop.class)
                .withPropertyValues("cards.credit-limt=52", "cards.alignment.strenght=1")
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("cards.credit-limt is not known", "cards.alignment.strenght is not known"));
    }

    @Test
    void theAuditLogsNamesAreWatchedWhenItIsOnToo() {
        runner.withConfiguration(AutoConfigurations.of(CardsAuditAutoConfiguration.class))
                .withPropertyValues("cards.audit.enabled=true", "cards.audit.file=x", "cards.audit.keeep=3")
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("cards.audit.keeep is not known: did you mean cards.audit.keep?"));
    }

    @ParameterizedTest
    @CsvSource({"strength,strenght,1", "strength,strength,0", "abc,,3", "a,bcd,3", "kitten,sitting,3"})
    void slipsOfThePenAreCounted(String one, String other, int slips) {
        assertThat(Suggestions.distance(one, other == null ? "" : other)).isEqualTo(slips);
    }
}
