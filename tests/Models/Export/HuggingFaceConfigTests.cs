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
    [DataRow("\"model_type\":\"llama\",\"rope_scaling\":{\"rope_type\":\"yarn\"}", "yarn")]
    [DataRow("\"model_type\":\"llama\",\"rope_scaling\":{\"type\":\"dynamic\"}", "dynamic")]
    [DataRow("\"model_type\":\"qwen2\",\"rope_parameters\":{\"rope_type\":\"longrope\"}", "longrope")]
    [DataRow("\"model_type\":\"llama\",\"hidden_act\":\"gelu\"", "gelu")]
    [DataRow("\"model_type\":\"llama\",\"attention_bias\":true", "attention_bias")]
    [DataRow("\"model_type\":\"llama\",\"mlp_bias\":true", "mlp_bias")]
    public void Read_AnotherArchitecture_SaysWhatIsSupported(string entries, string fault)
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => HuggingFaceConfig.Read($"{{{entries},{Sizes}}}", "config.json"));

        StringAssert.Contains(error.Message, fault);
        StringAssert.Contains(error.Message, "is not supported");
        StringAssert.Contains(error.Message, "Supported are llama, mistral, qwen2 and qwen3");
    }

    [TestMethod]
    [DataRow("\"rope_theta\":5000,\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":8.0,\"low_freq_factor\":1.0,\"high_freq_factor\":4.0,\"original_max_position_embeddings\":64}")]
    [DataRow("\"rope_parameters\":{\"rope_theta\":5000,\"rope_type\":\"llama3\",\"factor\":8.0,\"low_freq_factor\":1.0,\"high_freq_factor\":4.0,\"original_max_position_embeddings\":64}")]
    public void Read_Llama3ScalingInEitherForm_TakesItsFactors(string rope)
    {
        StudentConfig config = HuggingFaceConfig.Read($"{{\"model_type\":\"llama\",{Sizes},{rope}}}", "config.json");

        Assert.AreEqual(new RopeScaling.Llama3(8, 1, 4, 64), config.RopeScaling);
        Assert.AreEqual(5000, config.RopeTheta);
    }

    [TestMethod]
    public void Read_LinearScalingInTheOldestForm_TakesItsFactor()
    {
        StudentConfig config = HuggingFaceConfig.Read($"{{\"model_type\":\"llama\",{Sizes},\"rope_scaling\":{{\"type\":\"linear\",\"factor\":2.0}}}}", "config.json");

        Assert.AreEqual(new RopeScaling.Linear(2), config.RopeScaling);
    }

    [TestMethod]
    [DataRow("llama", false, false)]
    [DataRow("mistral", false, false)]
    [DataRow("qwen2", true, false)]
    [DataRow("qwen3", false, true)]
    public void Read_EachArchitecture_KnowsItsBiasAndNorm(string kind, bool bias, bool norm)
    {
        StudentConfig config = HuggingFaceConfig.Read($"{{\"model_type\":\"{kind}\",{Sizes},\"head_dim\":6}}", "config.json");

        Assert.AreEqual((bias, norm, 6), (config.AttentionBias, config.QueryKeyNorm, config.HeadDimension));
    }

    [TestMethod]
    [DataRow("mistral", "\"sliding_window\":16", 16)]
    [DataRow("mistral", "\"sliding_window\":32", 32)]
    [DataRow("mistral", "\"sliding_window\":null", 32)]
    [DataRow("qwen2", "\"sliding_window\":16,\"use_sliding_window\":false", 32)]
    [DataRow("qwen3", "\"sliding_window\":16,\"use_sliding_window\":true", 16)]
    public void ReadWithNotes_SlidingWindow_LimitsTheContextAndSaysSo(string kind, string window, int context)
    {
        ReadConfig read = HuggingFaceConfig.ReadWithNotes($"{{\"model_type\":\"{kind}\",{Sizes},\"head_dim\":4,{window}}}", "config.json");

        Assert.AreEqual(context, read.Config.ContextLength);
        Assert.HasCount(context < 32 ? 1 : 0, read.Notes);
        Assert.IsTrue(read.Notes.All(note => note.Contains("sliding window of 16 tokens", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Write_EachKind_IsReadBackTheSame()
    {
        StudentConfig plain = new() { VocabularySize = 10, Width = 8, MlpWidth = 16, Layers = 1, Heads = 2, KeyValueHeads = 1, ContextLength = 32 };
        foreach (StudentConfig config in (StudentConfig[])[
            plain, plain with { AttentionBias = true }, plain with { QueryKeyNorm = true, HeadDimension = 6 }, plain with { TieOutput = false, HeadDimension = 2 },
            plain with { RopeScaling = new RopeScaling.Linear(2) }, plain with { RopeScaling = new RopeScaling.Llama3(8, 1, 4, 16), RopeTheta = 500000 }])
        {
            Assert.AreEqual(config, HuggingFaceConfig.Read(HuggingFaceConfig.Write(config), "config.json"));
        }
    }

    [TestMethod]
    public void Read_MissingSize_NamesIt()
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => HuggingFaceConfig.Read("{\"model_type\":\"llama\"}", "config.json"));

        StringAssert.Contains(error.Message, "hidden_size");
    }
}
