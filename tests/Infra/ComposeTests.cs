using System.Text.Json.Nodes;

namespace Tapir.Infra.Tests;

[TestClass]
public sealed class ComposeTests
{
    private static readonly JsonObject Services = Files.Yaml("compose.yaml")["services"]!.AsObject();

    [TestMethod]
    public void Services_AreThoseThatARunNeeds() =>
        CollectionAssert.AreEquivalent(new[] { "tapir", "worker", "prepare", "azurite", "telemetry" }, Services.Select(service => service.Key).ToArray());

    [TestMethod]
    public void Volumes_NamedOnes_AreDeclaredAndFilesAreThere()
    {
        string[] declared = [.. Files.Yaml("compose.yaml")["volumes"]!.AsObject().Select(volume => volume.Key)];
        foreach ((string service, JsonNode? content) in Services)
        {
            foreach (string source in Files.Texts(content!["volumes"] ?? new JsonArray()).Select(volume => volume.Split(':')[0]))
            {
                // The folder with the certificate is made by the command at the file's top.
                bool isThere = source is "./tls" || (source.StartsWith("./", StringComparison.Ordinal) ? File.Exists(Files.PathOf(source)) : declared.Contains(source));
                Assert.IsTrue(isThere, $"{service} mounts {source}, which is not there");
            }
        }
    }

    [TestMethod]
    public void Dependencies_NameServices()
    {
        foreach ((string service, JsonNode? content) in Services)
        {
            foreach (string other in content!["depends_on"]?.AsObject().Select(dependency => dependency.Key) ?? [])
            {
                Assert.IsTrue(Services.ContainsKey(other), $"{service} depends on {other}, which is no service");
            }
        }
    }

    [TestMethod]
    public void Telemetry_IsSentToWhereTheCollectorListensAndTakesEachKind()
    {
        JsonNode collector = Files.Yaml("telemetry.yaml");
        Uri sent = new(Services["tapir"]!["environment"]!["OTEL_EXPORTER_OTLP_ENDPOINT"]!.ToString());

        Assert.AreEqual("telemetry", sent.Host);
        Assert.AreEqual($"0.0.0.0:{sent.Port}", collector["receivers"]!["otlp"]!["protocols"]!["grpc"]!["endpoint"]!.ToString());
        CollectionAssert.AreEquivalent(new[] { "traces", "metrics", "logs" }, collector["service"]!["pipelines"]!.AsObject().Select(pipeline => pipeline.Key).ToArray());
        foreach ((string kind, JsonNode? pipeline) in collector["service"]!["pipelines"]!.AsObject())
        {
            Assert.IsTrue(Files.Texts(pipeline!["exporters"]).All(exporter => collector["exporters"]!.AsObject().ContainsKey(exporter)), kind);
        }
    }

    [TestMethod]
    public void Images_OfOthers_HaveAVersion()
    {
        foreach ((string service, JsonNode? content) in Services.Where(service => service.Value!["build"] is null))
        {
            StringAssert.Matches(content!["image"]!.ToString(), new(":[0-9]+\\.[0-9.]+$"), service);
        }
    }

    [TestMethod]
    public void Tapir_IsConfinedAndReachableFromThisMachineAlone()
    {
        foreach (string service in new[] { "tapir", "worker" })
        {
            Assert.AreEqual("true", Services[service]!["read_only"]!.ToString());
            CollectionAssert.Contains(Files.Texts(Services[service]!["cap_drop"]).ToArray(), "ALL");
        }

        Assert.IsTrue(Files.Texts(Services["tapir"]!["ports"]).All(port => port.StartsWith("127.0.0.1:", StringComparison.Ordinal)));
    }
}
