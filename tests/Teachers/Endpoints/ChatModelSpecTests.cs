using System.Text.Json;
using Tapir.Teachers.Endpoints;

namespace Tapir.Teachers.Tests.Endpoints;

[TestClass]
public sealed class ChatModelSpecTests
{
    private static readonly ChatModelSpec Good = new()
    {
        Kind = ChatModelKind.OpenAI,
        Url = new Uri("https://host/v1"),
        Model = "m",
        KeyVariable = "MY_KEY",
    };

    [TestMethod]
    public void Validate_GoodSpecs_FindsNothing()
    {
        Assert.IsEmpty(Good.Validate());
        Assert.IsEmpty(ChatModelSpec.Tutor.Validate());
    }

    [TestMethod]
    public void Validate_KeyInsteadOfItsVariable_SaysSoWithoutRepeatingIt()
    {
        ChatModelProblem problem = (Good with { KeyVariable = "sk-live-123" }).Validate().Single();
        Assert.AreEqual("KeyVariable", problem.Property);
        Assert.DoesNotContain("sk-live", problem.Message);
    }

    [TestMethod]
    [DataRow("https://user:secret@host/v1")]
    [DataRow("https://host/v1?api-key=secret")]
    public void Validate_CredentialsInTheAddress_SaysSoWithoutRepeatingThem(string url)
    {
        ChatModelProblem problem = (Good with { Url = new Uri(url) }).Validate().Single();
        Assert.AreEqual("Url", problem.Property);
        Assert.DoesNotContain("secret", problem.Message);
    }

    [TestMethod]
    public void Validate_SeveralFaults_FindsAll()
    {
        ChatModelSpec bad = Good with { Url = null, Model = " ", Temperature = 3, MaxTokens = 0, Concurrency = 0, RequestsPerMinute = 0, Timeout = TimeSpan.Zero, Retries = -1 };
        Assert.HasCount(8, bad.Validate());
    }

    [TestMethod]
    public void Serialize_Spec_ReadsBackAndNamesKindsInWords()
    {
        string json = JsonSerializer.Serialize(Good);
        Assert.Contains("\"openai\"", json);
        Assert.AreEqual(Good, JsonSerializer.Deserialize<ChatModelSpec>(json));
    }
}
