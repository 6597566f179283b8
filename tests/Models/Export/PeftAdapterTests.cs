using System.Text.Json.Nodes;
using Tapir.Models.Export;
using Tapir.Models.Network;
using Tapir.Models.Safetensors;
using Tapir.Models.Tests.Checkpoints;
using Tapir.Models.Tests.Training;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Export;

[TestClass]
public sealed class PeftAdapterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Read_ExportedTraining_GivesTheSameMatrices()
    {
        using StudentWeights weights = StudentWeights.Random(Lessons.Create().Config, 1);
        using TrainingState state = Trained(weights, Projection.Query, Projection.Down);
        folder.Write(PeftAdapter.Of(state, "someone/model").Files());

        PeftAdapter read = PeftAdapter.Read(folder.Path);

        Assert.AreEqual(4, read.Rank);
        Assert.AreEqual(32, read.Alpha);
        Assert.AreEqual("someone/model", read.BaseModel);
        Dictionary<string, float[]> before = state.AdapterTensors().ToDictionary(tensor => tensor.Name, tensor => tensor.Values.ToArray());
        Assert.HasCount(before.Count, read.Tensors);
        foreach (NamedTensor tensor in read.Tensors)
        {
            CollectionAssert.AreEqual(before[tensor.Name], tensor.Values.ToArray(), tensor.Name);
        }
    }

    [TestMethod]
    public void Files_OfATraining_AreNamedAsPeftNamesThem()
    {
        using StudentWeights weights = StudentWeights.Random(Lessons.Create().Config, 1);
        using TrainingState state = Trained(weights, Projection.Query, Projection.Down);
        folder.Write(PeftAdapter.Of(state, "").Files());

        JsonNode config = JsonNode.Parse(File.ReadAllText(folder["adapter_config.json"]))!;
        using SafetensorsFile file = SafetensorsFile.Open(folder["adapter_model.safetensors"]);
        Assert.AreEqual("LORA", (string?)config["peft_type"]);
        CollectionAssert.AreEqual(new[] { "down_proj", "q_proj" }, config["target_modules"]!.AsArray().Select(module => (string?)module).ToArray());
        CollectionAssert.AreEqual(new long[] { 4, 32 }, file.Tensors["base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight"].Shape);
        CollectionAssert.AreEqual(new long[] { 32, 4 }, file.Tensors["base_model.model.model.layers.1.mlp.down_proj.lora_B.weight"].Shape);
    }

    [TestMethod]
    [DataRow("\"LORA\"", "\"LOHA\"", "an adapter of type LOHA")]
    [DataRow("\"use_dora\": false", "\"use_dora\": true", "use_dora is not supported")]
    [DataRow("\"r\": 4", "\"r\": 8", "matrices of rank 8")]
    [DataRow("\"r\"", "\"rank\"", "not the adapter_config.json")]
    public void Read_AnotherKindOfAdapter_SaysWhich(string text, string instead, string fault)
    {
        using StudentWeights weights = StudentWeights.Random(Lessons.Create().Config, 1);
        using TrainingState state = Trained(weights, Projection.Query);
        folder.Write(PeftAdapter.Of(state, "").Files());
        File.WriteAllText(folder["adapter_config.json"], File.ReadAllText(folder["adapter_config.json"]).Replace(text, instead, StringComparison.Ordinal));

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => PeftAdapter.Read(folder.Path));

        Assert.Contains(fault, error.Message);
    }

    [TestMethod]
    public void Read_EmptyFolder_SaysWhatAnAdapterIs()
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => PeftAdapter.Read(folder.Path));

        Assert.Contains("adapter_config.json and adapter_model.safetensors", error.Message);
    }

    [TestMethod]
    public void Of_TrainingOfAllWeights_IsRefused()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights weights = StudentWeights.Random(lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(weights, lessons.Examples, new TrainingOptions());

        Assert.ThrowsExactly<ArgumentException>(() => PeftAdapter.Of(state, ""));
    }

    [TestMethod]
    public void Joined_TrainingsThatFollowEachOther_AreTheirWeightsTogether()
    {
        using StudentWeights weights = StudentWeights.Random(Lessons.Create().Config, 1);
        using TrainingState first = Trained(weights, Projection.Query, Projection.Down);
        using StudentWeights between = first.Merged();
        using TrainingState second = Trained(between, Projection.Query, Projection.Down);
        using StudentWeights last = second.Merged();

        PeftAdapter joined = PeftAdapter.Joined([PeftAdapter.Of(first, "someone/model"), PeftAdapter.Of(second, "someone/model")]);

        Assert.AreEqual((8, 64.0, "someone/model"), (joined.Rank, joined.Alpha, joined.BaseModel));
        Dictionary<string, NamedTensor> before = weights.ToTensors().ToDictionary(tensor => tensor.Name), after = last.ToTensors().ToDictionary(tensor => tensor.Name);
        foreach (string projection in (string[])["model.layers.0.self_attn.q_proj", "model.layers.1.mlp.down_proj"])
        {
            float[] change = Product(joined, projection);
            NamedTensor old = before[$"{projection}.weight"], trained = after[$"{projection}.weight"];
            for (int i = 0; i < change.Length; i++)
            {
                Assert.AreEqual(trained.Values.Span[i], old.Values.Span[i] + (64f / 8 * change[i]), 1e-6f, projection);
            }

            Assert.IsTrue(change.Any(value => value != 0), "The adapters changed nothing; this shows nothing.");
        }
    }

    [TestMethod]
    public void Joined_OtherProjections_IsRefused()
    {
        using StudentWeights weights = StudentWeights.Random(Lessons.Create().Config, 1);
        using TrainingState one = Trained(weights, Projection.Query), other = Trained(weights, Projection.Down);

        Assert.ThrowsExactly<ArgumentException>(() => PeftAdapter.Joined([PeftAdapter.Of(one, ""), PeftAdapter.Of(other, "")]));
    }

    // B A, as [output, input] row by row.
    private static float[] Product(PeftAdapter adapter, string projection)
    {
        NamedTensor a = adapter.Tensors.Single(tensor => tensor.Name == $"base_model.model.{projection}.lora_A.weight"), b = adapter.Tensors.Single(tensor => tensor.Name == $"base_model.model.{projection}.lora_B.weight");
        int rank = (int)a.Shape[0], input = (int)a.Shape[1], output = (int)b.Shape[0];
        float[] product = new float[output * input];
        for (int row = 0; row < output; row++)
        {
            for (int r = 0; r < rank; r++)
            {
                for (int column = 0; column < input; column++)
                {
                    product[(row * input) + column] += b.Values.Span[(row * rank) + r] * a.Values.Span[(r * input) + column];
                }
            }
        }

        return product;
    }

    private static TrainingState Trained(StudentWeights weights, params Projection[] targets)
    {
        Lessons lessons = Lessons.Create();
        TrainingOptions options = new() { Trained = new LowRankAdapter { Rank = 4, Alpha = 32, Targets = targets }, Threads = 1 };
        TrainingState state = TrainingState.Begin(weights, lessons.Examples, options);
        _ = new StudentTrainer().RunSlice(state, lessons.Examples, options, 1);
        return state;
    }
}
