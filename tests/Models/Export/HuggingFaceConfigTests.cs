using Tapir.Models.Export;
using Tapir.Models.Network;

namespace Tapir.Models.Tests.Export;

[TestClass]
public sealed class HuggingFaceConfigTests
{
    private const string Sizes = "\"vocab_size\":10,\"hidden_size\":8,\"intermediate_size\":16,\"num_hidden_layers\":1,\"num_attention_heads\":2,\"max_position_embeddings\":32";

    [TestMethod]
    [DataRow("\"rope_theta\":5000")]
    [DataRow("\"rope_parameters\":{\"rope_theta\":5000,\"rope_type\":\"default\"}")]
    public void Read_RopeInEitherForm_TakesItsBase(string rope)
    {
        StudentConfig config = HuggingFaceConfig.Read($"{{\"model_type\":\"llama\",{Sizes},{rope}}}", "config.json");

        Assert.AreEqual(5000, config.RopeTheta);
    }

    [TestMethod]
    [DataRow("\"model_type\":\"gpt2\"", "gpt2")]
    [DataRow("\"model_type\":\"llama\",\"rope_scaling\":{\"rope_type\":\"llama3\"}", "llama3")]
    public void Read_AnotherArchitecture_SaysWhatIsSupported(string entries, string fault)
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => HuggingFaceConfig.Read($"{{{entries},{Sizes}}}", "config.json"));

        StringAssert.Contains(error.Message, fault);
        StringAssert.Contains(error.Message, "is not supported");
    }

    [TestMethod]
    public void Read_MissingSize_NamesIt()
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => HuggingFaceConfig.Read("{\"model_type\":\"llama\"}", "config.json"));

        StringAssert.Contains(error.Message, "hidden_size");
    }
}
