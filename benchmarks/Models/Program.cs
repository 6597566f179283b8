using System.Diagnostics;
using Tapir.Models.Kernels;
using Tapir.Models.NativeLibrary;
using Tapir.Models.Network;
using Tapir.Models.Training;
using TorchSharp;

int threads = 2, width = int.Parse(args[0]), layers = int.Parse(args[1]), micro = int.Parse(args[2]), seq = int.Parse(args[3]);
StudentConfig config = new() { VocabularySize = 512, Width = width, MlpWidth = (width * 8 / 3 + 31) / 32 * 32, Layers = layers, Heads = width / 32, KeyValueHeads = Math.Max(1, width / 64) };
using StudentWeights weights = StudentWeights.Random(config, 1);
Console.WriteLine(config.ParameterCount);
const int Batch = 8192;
int count = Batch / micro;
Random random = new(1);
PackedBatch[] batches = [.. Enumerable.Range(0, count).Select(_ => {
    int[] ids = [.. Enumerable.Range(0, micro).Select(_ => random.Next(512))];
    int[] starts = [.. Enumerable.Range(0, micro / seq + 1).Select(i => i * seq)];
    int[] rows = [.. Enumerable.Range(0, micro).Where(i => i % seq >= seq / 3 && i % seq < seq - 1)];
    return new PackedBatch(ids, starts, rows, [.. rows.Select(r => ids[r + 1])], [.. rows.Select(_ => 1f)]);
})];
ParameterSet[] gradients = [.. Enumerable.Range(0, count).Select(_ => new ParameterSet(config))];
DecoderPass[] passes = [.. Enumerable.Range(0, threads).Select(_ => new DecoderPass(config, micro))];
void Step() => Crew.Run(count, threads, (worker, i) => { gradients[i].Values.Clear(); passes[worker].Run(weights.Parameters, batches[i], gradients[i], Batch); });
Step(); Step();
for (int r = 0; r < 3; r++)
{
    Stopwatch w = Stopwatch.StartNew();
    int n = 0;
    while (w.Elapsed.TotalSeconds < 2) { Step(); n++; }
    double tps = n * Batch / w.Elapsed.TotalSeconds;
    torch.set_num_threads(2);
    double g1 = Gemm(8192, width, width), g2 = Gemm(8192, width, config.MlpWidth);
    torch.set_num_threads(1);
    double g3 = 0;
    Crew.Run(2, 2, (_, _) => { double g = Gemm(micro, width, width); lock (passes) g3 += g; });
    Console.WriteLine($"{tps:F0} tok/s  {tps * 6 * config.ParameterCount / 1e9:F1} GF  gemm dxd {g1:F1} dxm {g2:F1} two-single {g3:F1}  ratio {tps * 6 * config.ParameterCount / 1e9 / g1:F3} {tps * 6 * config.ParameterCount / 1e9 / g2:F3}");
}
double Gemm(int m, int k, int n)
{
    using torch.Tensor a = torch.rand(m, k), b = torch.rand(k, n), c = torch.zeros(m, n);
    for (int i = 0; i < 20; i++) { c.addmm_(a, b, 0, 1); }
    Stopwatch w = Stopwatch.StartNew(); int t = 0;
    while (w.Elapsed.TotalSeconds < 0.7) { c.addmm_(a, b, 0, 1); t++; }
    return 2.0 * m * k * n * t / w.Elapsed.TotalSeconds / 1e9;
}
