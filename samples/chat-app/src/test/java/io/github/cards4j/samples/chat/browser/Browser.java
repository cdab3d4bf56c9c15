package io.github.cards4j.samples.chat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.FluentWait;

/** A headless Chromium, one for all tests. It comes from the system: nothing is downloaded. */
final class Browser {

    /** Patience, not an expectation: far more than a busy machine needs. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 900;

    private static Browser shared;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** The browser of this process; it ends with the process. */
    static synchronized Browser shared() {
        if (shared == null) {
            ChromeDriver driver = start();
            Runtime.getRuntime().addShutdownHook(new Thread(driver::quit));
            shared = new Browser(driver);
        }
        return shared;
    }

    private static ChromeDriver start() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium", "chromium", "chromium-browser", "google-chrome"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--no-proxy-server",
                "--lang=en",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--window-size=" + WIDTH + "," + HEIGHT);
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, Level.ALL.getName()));
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(program("chromedriver", "chromedriver"))
                        .usingAnyFreePort()
                        .build(),
                options);
    }

    private static File program(String property, String... names) {
        String given = System.getProperty(property);
        if (given != null) {
            return new File(given);
        }
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no program " + names[0]
                        + " on the PATH; install the packages chromium and chromium-driver, or name it by -D"
                        + property));
    }

    /** A fresh page in a window of the usual size, light, and without motion: what is clicked stands still. */
    void open(String url) {
        List<String> windows = List.copyOf(driver.getWindowHandles());
        for (String window : windows.subList(1, windows.size())) {
            driver.switchTo().window(window).close();
        }
        driver.switchTo().window(windows.get(0));
        screen(WIDTH, HEIGHT, 1, false);
        media(Map.of("prefers-color-scheme", "light", "prefers-reduced-motion", "reduce"));
        forgetLog();
        driver.get(url);
    }

    String openTab(String url) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get(url);
        return tab();
    }

    String tab() {
        return driver.getWindowHandle();
    }

    void toTab(String handle) {
        driver.switchTo().window(handle);
    }

    void screen(int width, int height, double scale, boolean phone) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", phone));
        driver.executeCdpCommand(
                "Emulation.setTouchEmulationEnabled", Map.of("enabled", phone, "maxTouchPoints", phone ? 1 : 1));
    }

    /** What the system prefers, by media feature. */
    void media(Map<String, String> preferences) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        preferences.entrySet().stream()
                                .map(e -> Map.of("name", e.getKey(), "value", e.getValue()))
                                .toList()));
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** All text of the first such element, also what cannot be seen; empty if there is none. */
    String text(String css) {
        List<WebElement> found = all(css);
        return found.isEmpty() ? "" : found.get(0).getDomProperty("textContent");
    }

    boolean shown(String css) {
        return all(css).stream().anyMatch(WebElement::isDisplayed);
    }

    Object js(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    double number(String script, Object... arguments) {
        return ((Number) js(script, arguments)).doubleValue();
    }

    /** Presses keys wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void pressWithShift(CharSequence key) {
        new Actions(driver).keyDown(Keys.SHIFT).sendKeys(key).keyUp(Keys.SHIFT).perform();
    }

    /** Clicks where nothing that stays in place lies above it. */
    void click(String css) {
        js("document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})", css);
        find(css).click();
    }

    void pointAt(WebElement element) {
        new Actions(driver).moveToElement(element).perform();
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Waits until it is so; fails, and says what the page shows, if it does not become so. */
    void await(String what, BooleanSupplier condition) {
        new FluentWait<>(driver)
                .withTimeout(PATIENCE)
                .pollingEvery(POLL)
                .ignoring(StaleElementReferenceException.class, NoSuchElementException.class)
                .withMessage(() -> what + "; the page shows: " + text("body"))
                .until(d -> condition.getAsBoolean());
    }

    void screenshot(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails if the page broke its own content security policy, or if its program threw something. */
    void assertNoComplaints() {
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
                .extracting(LogEntry::getMessage)
                .noneMatch(message -> message.contains("Content Security Policy")
                        || message.contains("Uncaught")
                        || message.contains("Error:"));
    }

    private void forgetLog() {
        driver.manage().logs().get(LogType.BROWSER);
    }
}
