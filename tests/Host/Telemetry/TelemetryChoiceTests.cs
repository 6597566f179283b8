using Tapir.Host.Settings;
using Tapir.Host.Telemetry;

namespace Tapir.Host.Tests.Telemetry;

[TestClass]
public sealed class TelemetryChoiceTests
{
    [TestMethod]
    [DataRow("", "")]
    [DataRow("OTEL_EXPORTER_OTLP_ENDPOINT=", "")]
    [DataRow("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317", "traces metrics logs")]
    [DataRow("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_SDK_DISABLED=true", "")]
    [DataRow("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_LOGS_EXPORTER=none OTEL_TRACES_EXPORTER=otlp", "traces metrics")]
    [DataRow("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://c:4318/v1/metrics", "metrics")]
    public void Of_Variables_SayWhatIsSent(string variables, string sent) => Assert.AreEqual(sent, Sent(TelemetryChoice.Of(new TelemetrySettings(), Environment(variables))));

    [TestMethod]
    public void Of_HostJsonNamesACollector_ItIsTheDefault()
    {
        TelemetryChoice choice = TelemetryChoice.Of(new TelemetrySettings { Endpoint = "http://c:4318", Protocol = TelemetryProtocol.HttpProtobuf }, Environment("OTEL_METRICS_EXPORTER=none"));

        Assert.AreEqual("traces logs", Sent(choice));
        Assert.AreEqual("http://c:4318", choice.Defaults["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.AreEqual("http/protobuf", choice.Defaults["OTEL_EXPORTER_OTLP_PROTOCOL"]);
    }

    [TestMethod]
    public void Of_BothNameACollector_TheVariableHoldsAndSoDoesItsProtocol()
    {
        TelemetryChoice choice = TelemetryChoice.Of(new TelemetrySettings { Endpoint = "http://c:4318", Protocol = TelemetryProtocol.HttpProtobuf }, Environment("OTEL_EXPORTER_OTLP_ENDPOINT=http://other:4317"));

        Assert.AreEqual("traces metrics logs", Sent(choice));
        Assert.IsEmpty(choice.Defaults);
    }

    private static string Sent(TelemetryChoice choice) =>
        string.Join(' ', new[] { choice.Traces ? "traces" : null, choice.Metrics ? "metrics" : null, choice.Logs ? "logs" : null }.OfType<string>());

    private static Func<string, string?> Environment(string variables) => name =>
        variables.Split(' ').Select(variable => variable.Split('=', 2)).FirstOrDefault(variable => variable[0] == name)?[1];
}
