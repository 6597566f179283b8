using Microsoft.Extensions.AI;
using Tapir.Activities.LocalModels;
using Tapir.Models;
using Tapir.Models.Export;
using Tapir.Models.Network;
using Tapir.Models.Tokenization;
using Tapir.Teachers;
using Tapir.Teachers.Endpoints;

namespace Tapir.Activities.Tests.LocalModels;

[TestClass]
public sealed class OpenedModelsTests
{
    [TestMethod]
    public async Task Open_ExportedStudent_IsReadOnceAndNamedByItsContent()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-models-");
        try
        {
            Export(Path.Combine(folder.FullName, "a", "student"), seed: 1);
            Export(Path.Combine(folder.FullName, "b", "a", "student"), seed: 2);
            using OpenedModels models = new();

            IChatClient first = models.Open(Path.Combine(folder.FullName, "a")), again = models.Open(Path.Combine(folder.FullName, "a")), other = models.Open(Path.Combine(folder.FullName, "b", "a"));

            Assert.AreSame(first, again);
            Assert.StartsWith("a@", NameOf(first));
            Assert.StartsWith("a@", NameOf(other));
            Assert.AreNotEqual(NameOf(first), NameOf(other), "What a ledger has of one is not the other's.");
            Assert.IsGreaterThan(0L, (await first.GetResponseAsync([new(ChatRole.User, "6 kg?")], new ChatOptions { MaxOutputTokens = 4 })).Usage!.OutputTokenCount!.Value);
            await Assert.ThrowsExactlyAsync<RequestRejectedException>(() => first.GetResponseAsync([new(ChatRole.User, new string('x', 1000))]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Open_NothingThere_AsksAPersonAndLooksAgainTheNextTime()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-models-");
        try
        {
            string path = Path.Combine(folder.FullName, "late");
            using OpenedModels models = new();

            RunPausedException pause = Assert.Throws<RunPausedException>(() => models.Open(path));
            Export(path, seed: 1);

            Assert.Contains(path, pause.Message);
            Assert.IsNotNull(models.Open(path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string NameOf(IChatClient client) => ((ChatClientMetadata)client.GetService(typeof(ChatClientMetadata))!).DefaultModelId!;

    private static void Export(string folder, ulong seed)
    {
        StudentTokenizer tokenizer = StudentTokenizer.Train(["How many g are 6 kg?", "6 kg are 6000 g."], 280);
        StudentConfig shape = new() { VocabularySize = tokenizer.VocabularySize, Width = 32, MlpWidth = 64, Layers = 1, Heads = 2, KeyValueHeads = 1, ContextLength = 128 };
        using Student student = new(tokenizer, StudentWeights.Random(shape, seed));
        Directory.CreateDirectory(folder);
        foreach ((string name, Action<Stream> write) in HuggingFaceExport.Files(student, "A student with random weights."))
        {
            using FileStream file = File.Create(Path.Combine(folder, name));
            write(file);
        }
    }
}
