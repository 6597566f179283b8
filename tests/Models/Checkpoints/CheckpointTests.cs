using System.Security.Cryptography;
using System.Text;
using Tapir.Models.Checkpoints;
using Tapir.Models.Network;
using Tapir.Models.Tests.Gguf;
using Tapir.Models.Tests.Network;

namespace Tapir.Models.Tests.Checkpoints;

[TestClass]
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [TestInitialize]
    public void Prepare()
    {
        folder.CopyFrom(TinyLlama.Folder);
        File.Delete(folder["expected.json"]);
    }

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void ReadWeights_Folder_ReadsEveryTensor()
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);

        using StudentWeights weights = checkpoint.ReadWeights();

        Assert.AreEqual(checkpoint.Config, weights.Config);
        Assert.IsTrue(weights.ToTensors().All(tensor => tensor.Values.Span.ContainsAnyExcept(0f)));
    }

    [TestMethod]
    public void Open_GgufFile_IsACheckpointToo()
    {
        File.WriteAllBytes(folder["tiny.gguf"], new TinyGguf().Bytes());

        using Checkpoint checkpoint = Checkpoint.Open(folder["tiny.gguf"]);
        using StudentWeights weights = checkpoint.ReadWeights();

        Assert.AreEqual(32, weights.Config.Width);
        Assert.IsInstanceOfType<CheckpointTexts.Gguf>(checkpoint.Texts);
    }

    [TestMethod]
    public void Open_Texts_AreThoseOfTheFiles()
    {
        File.WriteAllText(folder["tokenizer.json"], "{}");
        File.WriteAllText(folder["tokenizer_config.json"], """{"chat_template":"from the config"}""");
        File.WriteAllText(folder["generation_config.json"], """{"eos_token_id":[7,9]}""");

        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);

        Assert.AreEqual("from the config", checkpoint.ChatTemplate);
        CollectionAssert.AreEqual(new[] { 7, 9, 2 }, checkpoint.EndOfTextIds.ToArray());
        Assert.AreEqual("{}", ((CheckpointTexts.HuggingFace)checkpoint.Texts).TokenizerJson);
    }

    [TestMethod]
    public void ChatTemplate_FileOfItsOwn_GoesBeforeTheConfig()
    {
        File.WriteAllText(folder["tokenizer_config.json"], """{"chat_template":"from the config"}""");
        File.WriteAllText(folder["chat_template.jinja"], "from the file");

        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);

        Assert.AreEqual("from the file", checkpoint.ChatTemplate);
    }

    [TestMethod]
    public void ChatTemplate_SeveralNamed_IsTheDefault()
    {
        File.WriteAllText(folder["tokenizer_config.json"], """{"chat_template":[{"name":"tool_use","template":"tools"},{"name":"default","template":"plain"}]}""");

        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);

        Assert.AreEqual("plain", checkpoint.ChatTemplate);
    }

    [TestMethod]
    public void ComputeDigest_Folder_IsThatOfItsSums()
    {
        string[] names = ["config.json", "model.safetensors"];
        string sums = string.Concat(names.Select(name => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder[name])))}  {name}\n"));
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);

        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sums))), checkpoint.ComputeDigest());
    }

    [TestMethod]
    public void ComputeDigest_ReadmeIsAdded_StaysTheSame()
    {
        string before = Digest();
        File.WriteAllText(folder["README.md"], "words");

        Assert.AreEqual(before, Digest());
    }

    [TestMethod]
    public void ComputeDigest_OneWeightIsChanged_IsAnother()
    {
        string before = Digest();
        byte[] bytes = File.ReadAllBytes(folder["model.safetensors"]);
        bytes[^4] ^= 1;
        File.WriteAllBytes(folder["model.safetensors"], bytes);

        Assert.AreNotEqual(before, Digest());
    }

    [TestMethod]
    public void ReadWeights_ConfigAsksForMore_TakesNoMemoryForIt()
    {
        string config = File.ReadAllText(folder["config.json"]);
        File.WriteAllText(folder["config.json"], config.Replace("\"intermediate_size\": 96", "\"intermediate_size\": 900000", StringComparison.Ordinal));
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(checkpoint.ReadWeights);

        Assert.Contains("the config asks for [900000,", error.Message);
    }

    [TestMethod]
    public void Open_FolderWithoutWeights_SaysWhatIsMissing()
    {
        File.Delete(folder["model.safetensors"]);

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.Open(folder.Path));

        Assert.Contains("neither model.safetensors nor model.safetensors.index.json", error.Message);
    }

    [TestMethod]
    public void Open_PickledWeights_SaysToConvertThem()
    {
        File.Move(folder["model.safetensors"], folder["pytorch_model.bin"]);

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.Open(folder.Path));

        Assert.Contains("convert them to safetensors", error.Message);
    }

    [TestMethod]
    public void Open_FolderWithoutConfig_SaysWhatACheckpointIs()
    {
        File.Delete(folder["config.json"]);

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.Open(folder.Path));

        Assert.Contains("there is no config.json", error.Message);
    }

    [TestMethod]
    public void Open_WeightsAlone_AsksForTheFolder()
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.Open(folder["model.safetensors"]));

        Assert.Contains("Name the folder", error.Message);
    }

    [TestMethod]
    public void Open_Nothing_SaysWhatToName()
    {
        FileNotFoundException error = Assert.ThrowsExactly<FileNotFoundException>(() => Checkpoint.Open(folder["nowhere"]));

        Assert.Contains("Name a folder", error.Message);
    }

    private string Digest()
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);
        return checkpoint.ComputeDigest();
    }
}
