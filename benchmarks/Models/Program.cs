// What a student costs: training and generation in tokens a second, next to the float32 matrix products of its own width in the same run.
//
//   dotnet run -c Release --project benchmarks/Models            (about a minute; the numbers of docs/benchmarks.md)
//   dotnet run -c Release --project benchmarks/Models -- 192 5   (another width and number of layers)
//   dotnet run -c Release --project benchmarks/Models -- large all        (135 million parameters, all weights; memory is that of a process of its own)
//   dotnet run -c Release --project benchmarks/Models -- large adapter
//   dotnet run -c Release --project benchmarks/Models -- tokenizer path/to/tokenizer.json path/to/text
//   dotnet run -c Release --project benchmarks/Models -- large generation
//   dotnet run -c Release --project benchmarks/Models -- load path/to/model
//
// The ratio is tokens/s x 6 x parameters / measured FLOP/s: the share of the speed of the products alone that training reaches.
using Tapir.Models;
using Tapir.Models.Benchmarks;

Console.WriteLine(NumericEnvironment.Describe());
if (args is ["large", ("all" or "adapter") and string trained])
{
    LargeTrainingBenchmark.Run(trained == "adapter");
    return;
}

if (args is ["tokenizer", var tokenizer, var text])
{
    TokenizerBenchmark.Run(tokenizer, text);
    return;
}

if (args is ["load", var model])
{
    LoadBenchmark.Run(model);
    return;
}

if (args is ["large", "generation"])
{
    LargeGenerationBenchmark.Run();
    return;
}

int[] sizes = [.. args.Select(int.Parse)];
foreach ((int width, int layers) in sizes.Length == 2 ? [(sizes[0], sizes[1])] : ((int, int)[])[(96, 4), (128, 4), (192, 5), (256, 4)])
{
    using BenchmarkStudent student = BenchmarkStudent.Create(width, layers);
    Console.WriteLine($"width {width}, {layers} layers, {student.Config.ParameterCount:N0} parameters, {student.Config.VocabularySize} tokens:");
    TrainingBenchmark.Run(student);
    GenerationBenchmark.Run(student);
}
