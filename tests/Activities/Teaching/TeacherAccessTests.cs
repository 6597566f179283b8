using Tapir.Activities.Teaching;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Endpoints;

namespace Tapir.Activities.Tests.Teaching;

[TestClass]
public sealed class TeacherAccessTests
{
    [TestMethod]
    public void ToChatModel_EverySettingOfTheSpec_ReachesTheEndpoint()
    {
        TeacherSpec spec = new()
        {
            Kind = TeacherKind.OpenAI,
            Url = "https://models.example/v1",
            Model = "gpt",
            KeyVariable = "MY_KEY",
            Temperature = 0.25,
            MaxTokens = 77,
            MaxTokensField = MaxTokensName.MaxTokens,
            Concurrency = 3,
            TimeoutSeconds = 7,
            RequestsPerMinute = 50,
            Retries = 2,
        };

        ChatModelSpec model = new TeacherAccess(spec, PriceTable.Empty).ToChatModel(TeacherModel.Of(spec));

        Assert.AreEqual(
            new ChatModelSpec
            {
                Kind = ChatModelKind.OpenAI,
                Url = new Uri("https://models.example/v1"),
                Model = "gpt",
                KeyVariable = "MY_KEY",
                Temperature = 0.25,
                MaxTokens = 77,
                MaxTokensField = MaxTokensField.MaxTokens,
                Timeout = TimeSpan.FromSeconds(7),
                Concurrency = 3,
                RequestsPerMinute = 50,
                Retries = 2,
            },
            model);
    }

    [TestMethod]
    public void ToChatModel_LocalModel_IsNamedByItsPathAndHasNoAddress()
    {
        TeacherSpec spec = new() { Kind = TeacherKind.Local, Model = "/models/small", Temperature = 0.5, MaxTokens = 50, Concurrency = 9 };

        ChatModelSpec model = new TeacherAccess(spec, PriceTable.Empty).ToChatModel(TeacherModel.Of(spec));

        Assert.AreEqual(new ChatModelSpec { Kind = ChatModelKind.Local, Model = "/models/small", Temperature = 0.5, MaxTokens = 50, Concurrency = 9 }, model);
        Assert.IsEmpty(model.Validate());
    }

    [TestMethod]
    public void ToChatModel_NoLimitAMinute_IsNone()
    {
        TeacherSpec spec = new() { Kind = TeacherKind.OpenAI, Url = "https://models.example/v1", Model = "gpt" };

        Assert.IsNull(new TeacherAccess(spec, PriceTable.Empty).ToChatModel(TeacherModel.Of(spec)).RequestsPerMinute);
    }
}
