using System.Text.Json.Nodes;

namespace Tapir.Infra.Tests;

[TestClass]
public sealed class KubernetesTests
{
    private static readonly JsonNode Pod = Files.Yaml("kubernetes/base/server.yaml")["spec"]!["template"]!["spec"]!;

    [TestMethod]
    [DataRow("kubernetes/base")]
    [DataRow("kubernetes/gpu")]
    [DataRow("kubernetes/azure")]
    public void Kustomization_NamesFilesThatAreThere(string folder)
    {
        JsonNode kustomization = Files.Yaml($"{folder}/kustomization.yaml");
        IEnumerable<string> named =
        [
            .. Files.Texts(kustomization["resources"]),
            .. kustomization["patches"]?.AsArray().Select(patch => patch!["path"]!.ToString()) ?? [],
            .. kustomization["configMapGenerator"]?.AsArray().SelectMany(map => Files.Texts(map!["files"])) ?? [],
        ];

        foreach (string file in named)
        {
            string path = Files.PathOf($"{folder}/{file}");
            Assert.IsTrue(File.Exists(path) || Directory.Exists(path), path);
        }
    }

    [TestMethod]
    [DataRow("kubernetes/base/namespace.yaml")]
    [DataRow("kubernetes/base/service.yaml")]
    [DataRow("kubernetes/base/server.yaml")]
    [DataRow("kubernetes/gpu/gpu-worker.yaml")]
    [DataRow("kubernetes/azure/account.yaml")]
    [DataRow("kubernetes/azure/identity.yaml")]
    public void Resource_HasVersionKindAndName(string file)
    {
        JsonNode resource = Files.Yaml(file);

        Assert.IsNotNull(resource["apiVersion"]);
        Assert.IsNotNull(resource["kind"]);
        Assert.AreEqual("tapir", resource["metadata"]!["name"]!.ToString());
    }

    [TestMethod]
    public void Server_Service_FindsThePodAndItsPort()
    {
        JsonNode service = Files.Yaml("kubernetes/base/service.yaml")["spec"]!;
        JsonNode labels = Files.Yaml("kubernetes/base/server.yaml")["spec"]!["template"]!["metadata"]!["labels"]!;

        Assert.IsTrue(JsonNode.DeepEquals(service["selector"], labels));
        Assert.AreEqual(service["ports"]![0]!["targetPort"]!.ToString(), Pod["containers"]![0]!["ports"]![0]!["name"]!.ToString());
    }

    /// <summary>The storage account refuses keys: the pod has to be whom the deployment trusts, and enter by the account's address.</summary>
    [TestMethod]
    public void Azure_Pod_SignsInAsTheIdentityThatTheDeploymentTrusts()
    {
        JsonNode pod = Files.Yaml("kubernetes/azure/identity.yaml")["spec"]!["template"]!;
        JsonNode account = Files.Yaml("kubernetes/azure/account.yaml");
        JsonNode artifacts = JsonNode.Parse(Files.Text("kubernetes/azure/host.json"))!["tapir"]!["artifacts"]!;
        string bicep = Files.Text("azure/main.bicep");

        Assert.AreEqual("true", pod["metadata"]!["labels"]!["azure.workload.identity/use"]!.ToString());
        Assert.AreEqual(account["metadata"]!["name"]!.ToString(), pod["spec"]!["serviceAccountName"]!.ToString());
        Assert.IsNotNull(account["metadata"]!["annotations"]!["azure.workload.identity/client-id"]);
        StringAssert.Contains(bicep, $"'system:serviceaccount:{Files.Yaml("kubernetes/azure/kustomization.yaml")["namespace"]}:{account["metadata"]!["name"]}'");
        StringAssert.Contains(bicep, "allowSharedKeyAccess: false");
        Assert.AreEqual(("blob", null, true), (artifacts["store"]!.ToString(), artifacts["connectionVariable"], artifacts["accountUrl"] is not null));
    }

    [TestMethod]
    public void Containers_AreConfinedAndMountWhatIsThere()
    {
        string[] volumes = [.. Pod["volumes"]!.AsArray().Select(volume => volume!["name"]!.ToString()), "state"];
        foreach (JsonNode? container in Pod["containers"]!.AsArray())
        {
            Assert.AreEqual("true", container!["securityContext"]!["readOnlyRootFilesystem"]!.ToString());
            Assert.AreEqual("false", container["securityContext"]!["allowPrivilegeEscalation"]!.ToString());
            foreach (JsonNode? mount in container["volumeMounts"]!.AsArray())
            {
                CollectionAssert.Contains(volumes, mount!["name"]!.ToString());
            }
        }

        Assert.AreEqual("true", Pod["securityContext"]!["runAsNonRoot"]!.ToString());
    }

    [TestMethod]
    public void Server_IsOneWithTimeToDrain()
    {
        Assert.AreEqual("1", Files.Yaml("kubernetes/base/server.yaml")["spec"]!["replicas"]!.ToString());
        Assert.IsGreaterThan(10, int.Parse(Pod["terminationGracePeriodSeconds"]!.ToString()));
        foreach (string probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
        {
            StringAssert.StartsWith(Pod["containers"]![0]![probe]!["httpGet"]!["path"]!.ToString(), "/health/");
        }
    }
}
