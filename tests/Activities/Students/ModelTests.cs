using Tapir.Artifacts;
using Tapir.Models;
using Tapir.Models.Export;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Tests.Students;

/// <summary>Students that begin with a model that exists.</summary>
[TestClass]
public sealed class ModelTests
{
    [TestMethod]
    public async Task Fetch_ModelOnAHub_GivesTheFilesThatLoadTakes()
    {
        await using ActivityHouse house = new();
        LoadStudent fromDisk = await house.InputOfAsync<LoadStudent>("students.load");

        FetchedModel fetched = await house.Runner.RunAsync(StudentFunctions.Fetch, new FetchModel("hf://owner/model"), "run-1");

        Assert.AreSequenceEqual(fromDisk.Files.ToArray(), fetched.Files.ToArray());
    }

    [TestMethod]
    public async Task Fetch_NoSuchModel_WaitsForAPerson()
    {
        await using ActivityHouse house = new();

        PauseRequestedException pause = await Assert.ThrowsExactlyAsync<PauseRequestedException>(
            () => house.Runner.RunAsync(StudentFunctions.Fetch, new FetchModel("hf://nobody/nothing"), "run-1"));

        StringAssert.Contains(pause.Message, "nobody/nothing");
    }

    [TestMethod]
    public async Task Load_ShorterContext_IsTheRunsAndTheModelsComesBackWithTheExport()
    {
        await using ActivityHouse house = new();
        LoadStudent input = await house.InputOfAsync<LoadStudent>("students.load");

        LoadedStudent loaded = await house.Runner.RunAsync(StudentFunctions.Load, input with { Context = 64 }, "run-1");
        await house.Runner.RunAsync(StudentFunctions.Export, new ExportStudent(loaded.Student, "mine", [], 10) { Context = loaded.Context }, "run-1");

        using Student student = await ReadAsync(house, loaded.Student.Model);
        Assert.AreEqual(64, student.Config.ContextLength);
        using Student exported = HuggingFaceExport.Read(Path.Combine(house.RunFolder("run-1"), "student"));
        Assert.AreEqual(192, exported.Config.ContextLength);
        StringAssert.Contains(await File.ReadAllTextAsync(Path.Combine(house.RunFolder("run-1"), "student", "generation_config.json")), "\"max_length\": 192");
        Assert.AreEqual(192, loaded.Context);
    }

    [TestMethod]
    public async Task RunSlice_Adapter_GivesTheSameStudentHoweverOftenItIsCut()
    {
        await using ActivityHouse house = new();
        RunSlice slice = await house.InputOfAsync<RunSlice>("training.run-slice");
        OptimizerSettings adapted = slice.Settings with { Adapter = new AdapterSpec { Rank = 2, Dropout = 0.1 }, DecaysVocabulary = false };
        RunTraining cut = new(slice.Student, slice.Examples, adapted with { SliceSteps = 1 }, 4_000, slice.RandomSeed);
        RunTraining whole = cut with { Settings = adapted with { SliceSteps = 1_000 } };

        TrainingSlice last = await house.Runner.RunAsync(TrainingFunctions.RunSlice, cut.SliceFrom(null), "run-1");
        while (last.Model is null)
        {
            last = await house.Runner.RunAsync(TrainingFunctions.RunSlice, cut.SliceFrom(last.Checkpoint), "run-1");
        }

        TrainingSlice once = await house.Runner.RunAsync(TrainingFunctions.RunSlice, whole.SliceFrom(null), "run-1");
        Assert.IsGreaterThan(1, last.Steps);
        Assert.AreEqual(once.Model, last.Model);
        Assert.AreNotEqual(slice.Student.Model, last.Model);
        Assert.IsLessThan(await house.Artifacts.LengthAsync(slice.Student.Model), await house.Artifacts.LengthAsync(last.Checkpoint), "A checkpoint holds the adapter alone.");
    }

    private static async Task<Student> ReadAsync(ActivityHouse house, ArtifactRef model)
    {
        await using Stream stream = await house.Artifacts.OpenAsync(model);
        return Student.Load(stream, "student");
    }
}
