using System.Net;
using System.Text.Json;

namespace Tapir.Host.Tests.Http;

[TestClass]
public sealed class RunFileApiTests
{
    private const string Spec =
        """
        name: mine
        seed: { perCell: 1 }
        curriculum: { rounds: 1, roundSize: 40, poolSample: 40 }
        student: { vocabulary: 400, width: 32, layers: 1, heads: 2, keyValueHeads: 1, mlp: 64, context: 192 }
        training: { baseTokens: 2000, roundTokens: 2000, batchTokens: 1024 }
        evaluation: { perCell: 1, answerTokens: 8, shardSize: 200 }
        """;

    [TestMethod]
    public async Task Read_FinishedRun_HasAddressesOfReportAndStudentAndNoPath()
    {
        await using ServedFolder served = await ServedFolder.StartWorkingAsync();
        await served.StartRunAsync(Spec);

        JsonElement run = await served.WaitForStatusAsync("mine-1", "done");

        Assert.DoesNotContain(served.Files.Root, run.ToString());
        Assert.AreEqual(("/api/runs/mine-1/report", "/api/runs/mine-1/student"), (run.GetProperty("report").GetString(), run.GetProperty("student").GetString()));
        StringAssert.Contains(await served.Client.GetStringAsync(run.GetProperty("report").GetString()), "<html");
        JsonElement student = await served.GetAsync(run.GetProperty("student").GetString()!);
        JsonElement weights = student.GetProperty("files").EnumerateArray().Single(file => file.GetProperty("name").GetString() == "model.safetensors");
        byte[] bytes = await served.Client.GetByteArrayAsync(weights.GetProperty("address").GetString());
        Assert.AreEqual(weights.GetProperty("bytes").GetInt64(), bytes.LongLength);
    }

    [TestMethod]
    public async Task Student_RunIsNotDone_SaysSo()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        HttpResponseMessage response = await served.Client.GetAsync("/api/runs/mine-1/student");

        Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(), "it is exported when the run is done");
    }
}
