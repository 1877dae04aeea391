/* Typed recording functions, one per op. Each returns the new node, or AG_NO_NODE with the
 * graph's error set. "broadcasts" means NumPy's rule on both inputs. Outside its domain an op
 * yields what IEEE arithmetic yields (log of a negative: NaN), not an error. */
#ifndef GRADGATE_ENGINE_OPS_H
#define GRADGATE_ENGINE_OPS_H

#include <gradgate/engine/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Formula: a + b, a - b, a * b, a / b, entry by entry. Shapes: broadcasts. */
ag_node ag_add(ag_graph *graph, ag_node a, ag_node b);
ag_node ag_sub(ag_graph *graph, ag_node a, ag_node b);
ag_node ag_mul(ag_graph *graph, ag_node a, ag_node b);
ag_node ag_div(ag_graph *graph, ag_node a, ag_node b);

/* Formula: a^b; the larger, the smaller of a and b (at a tie each gets half of the gradient).
 * Shapes: broadcasts. */
ag_node ag_power(ag_graph *graph, ag_node a, ag_node b);
ag_node ag_maximum(ag_graph *graph, ag_node a, ag_node b);
ag_node ag_minimum(ag_graph *graph, ag_node a, ag_node b);

/* Formula: -x, factor * x, x^exponent, e^x, ln x, sqrt x. Shapes: that of x. */
ag_node ag_neg(ag_graph *graph, ag_node x);
ag_node ag_scale(ag_graph *graph, ag_node x, double factor);
ag_node ag_pow(ag_graph *graph, ag_node x, double exponent);
ag_node ag_exp(ag_graph *graph, ag_node x);
ag_node ag_log(ag_graph *graph, ag_node x);
ag_node ag_sqrt(ag_graph *graph, ag_node x);

/* Formula: |x| with derivative 0 at 0; sin x, cos x; x held between low and high (derivative 1
 * at both ends; AG_ERR_ATTRIBUTE if low > high). Shapes: that of x. */
ag_node ag_abs(ag_graph *graph, ag_node x);
ag_node ag_sin(ag_graph *graph, ag_node x);
ag_node ag_cos(ag_graph *graph, ag_node x);
ag_node ag_clamp(ag_graph *graph, ag_node x, double low, double high);

/* Formula: max(x, 0) with derivative 0 at 0; tanh x; 1 / (1 + e^-x). Shapes: that of x. */
ag_node ag_relu(ag_graph *graph, ag_node x);
ag_node ag_tanh(ag_graph *graph, ag_node x);
ag_node ag_sigmoid(ag_graph *graph, ag_node x);

/* Formula: x if x > 0, else slope x; ln(1 + e^x); x / (1 + e^-x); x times the distribution of
 * the standard normal, exact and by its approximation with tanh. Shapes: that of x. */
ag_node ag_leaky_relu(ag_graph *graph, ag_node x, double slope);
ag_node ag_softplus(ag_graph *graph, ag_node x);
ag_node ag_silu(ag_graph *graph, ag_node x);
ag_node ag_gelu(ag_graph *graph, ag_node x);
ag_node ag_gelu_tanh(ag_graph *graph, ag_node x);

/* Matrix product op(a) op(b), op being the transpose where asked.
 * Shapes: op(a) is (m, k), op(b) is (k, n), the result (m, n). */
ag_node ag_matmul(ag_graph *graph, ag_node a, ag_node b);
ag_node ag_matmul_transposed(ag_graph *graph, ag_node a, bool transpose_a, ag_node b,
                             bool transpose_b);

/* The same for every index of the leading axes, which must be equal. Shapes: 3 axes or more. */
ag_node ag_batched_matmul(ag_graph *graph, ag_node a, bool transpose_a, ag_node b,
                          bool transpose_b);

/* Shapes: (m, n) to (n, m). */
ag_node ag_transpose(ag_graph *graph, ag_node x);

/* Axis a of the result is axis axes[a] of x, negative from the end; all axes, each once. */
ag_node ag_permute(ag_graph *graph, ag_node x, const int64_t *axes, size_t count);

/* The same entries in another shape of the same size. */
ag_node ag_reshape(ag_graph *graph, ag_node x, ag_shape shape);

/* x repeated along new axes in front and along axes of extent 1. */
ag_node ag_broadcast_to(ag_graph *graph, ag_node x, ag_shape shape);

/* Entries begin, begin + step, ... before `end` of an axis. Negative indices count from the end
 * and too large ones are cut, as in Python (INT64_MAX: to the end); step >= 1; AG_ERR_SHAPE if
 * nothing is left. */
ag_node ag_slice(ag_graph *graph, ag_node x, int64_t axis, int64_t begin, int64_t end,
                 int64_t step);

/* One or more inputs one behind the other. Shapes: equal but for the axis. */
ag_node ag_concatenate(ag_graph *graph, const ag_node *inputs, size_t count, int64_t axis);

/* Entries of x by index along an axis; gradients of an entry picked twice add up. An index
 * outside the range yields NaN. No gradient reaches `indices`.
 * Shapes: gather, for axis 0: y[i, j] = x[indices[i, j], j]; y as `indices`, which has as many
 *         axes as x and is nowhere longer but along the axis.
 *         index_select, for axis 0: y[i, j] = x[indices[i], j]; `indices` a vector. */
ag_node ag_gather(ag_graph *graph, ag_node x, int64_t axis, ag_node indices);
ag_node ag_index_select(ag_graph *graph, ag_node x, int64_t axis, ag_node indices);

/* Sum or mean over all entries (to rank 0), or along one axis, which is dropped; a negative
 * axis counts from the end. */
ag_node ag_sum(ag_graph *graph, ag_node x);
ag_node ag_mean(ag_graph *graph, ag_node x);
ag_node ag_sum_axis(ag_graph *graph, ag_node x, int64_t axis);
ag_node ag_mean_axis(ag_graph *graph, ag_node x, int64_t axis);

/* Formula: sum of x_i^2, rank 0. */
ag_node ag_sum_squares(ag_graph *graph, ag_node x);

/* Along an axis, which is dropped, or over all entries with AG_ALL_AXES (to rank 0).
 * Formula: sum of (x_i - mean)^2 / (n - correction), NaN or infinite where n <= correction;
 *          sqrt of the sum of x_i^2, with derivative 0 at the origin; the largest, the smallest
 *          entry, those that tie sharing the gradient; ln of the sum of e^x_i. */
ag_node ag_variance(ag_graph *graph, ag_node x, int64_t axis, int64_t correction);
ag_node ag_norm(ag_graph *graph, ag_node x, int64_t axis);
ag_node ag_max(ag_graph *graph, ag_node x, int64_t axis);
ag_node ag_min(ag_graph *graph, ag_node x, int64_t axis);
ag_node ag_log_sum_exp(ag_graph *graph, ag_node x, int64_t axis);

/* Formula: y_i = sum of x_j for j <= i; e^x_i / sum of e^x_j. Along an axis. Shapes: that of x.
 * Softmax gives weight 0 to entries of -inf, and NaN to a line of nothing else. */
ag_node ag_cumulative_sum(ag_graph *graph, ag_node x, int64_t axis);
ag_node ag_softmax(ag_graph *graph, ag_node x, int64_t axis);

/* Formula: x - log(sum exp x) along the last axis, shifted by the maximum. */
ag_node ag_log_softmax(ag_graph *graph, ag_node x);

/* Mean over rows of -log_softmax(logits)[row, classes[row]].
 * Shapes: logits (rows, classes), classes (rows) of whole numbers; an index outside the range
 *         yields NaN. Rank 0 out. No gradient reaches `classes`. */
ag_node ag_cross_entropy(ag_graph *graph, ag_node logits, ag_node classes);

/* Formula: sum of (y - t)^2; the same divided by their number. Shapes: equal; rank 0 out. */
ag_node ag_squared_error(ag_graph *graph, ag_node y, ag_node t);
ag_node ag_mean_squared_error(ag_graph *graph, ag_node y, ag_node t);

/* Rows of a table by index. Shapes: table (count, dim), indices of any shape s, result
 * s + (dim). An index outside the range yields a row of NaN. */
ag_node ag_embedding(ag_graph *graph, ag_node table, ag_node indices);

/* -inf above the diagonal of the last two axes, to which softmax gives weight 0. Attributes
 * `offset` (which diagonal) and `fill` (what instead of -inf) by ag_record. Shapes: that of x.
 */
ag_node ag_causal_mask(ag_graph *graph, ag_node x);

/* Entries set to 0 with probability `rate`, the others divided by 1 - rate; x itself if not
 * `train`. The mask is a function of the seed, the node's place on the tape and the entry: a
 * replay has it again, a later dropout has another one, a new step wants a new seed.
 * Shapes: that of x. AG_ERR_ATTRIBUTE unless 0 <= rate <= 1. */
ag_node ag_dropout(ag_graph *graph, ag_node x, double rate, int64_t seed, bool train);

/* Formula: scale (x - m) / sqrt(v + epsilon) + shift, m and v mean and variance (divided by n)
 *          of the last axis; scale x / sqrt(q + epsilon), q the mean of squares.
 * Shapes:  that of x; scale and shift are vectors of its last extent. By ag_record shift, or
 *          both, can be left out. */
ag_node ag_layer_norm(ag_graph *graph, ag_node x, ag_node scale, ag_node shift, double epsilon);
ag_node ag_rms_norm(ag_graph *graph, ag_node x, ag_node scale, double epsilon);

/* Convolution without flipping; without and with a bias per output.
 * Shapes: x (N, C, H, W), weight (O, C, k, l), bias (O); the result is (N, O, P, Q) with
 *         P = (H + 2 padding - k) / stride + 1, and Q likewise. Stride and padding of rows and
 *         columns can differ by ag_record. */
ag_node ag_conv2d(ag_graph *graph, ag_node x, ag_node weight, int64_t stride, int64_t padding);
ag_node ag_conv2d_biased(ag_graph *graph, ag_node x, ag_node weight, ag_node bias,
                         int64_t stride, int64_t padding);

/* The largest entry (the first one at a tie), the mean of square windows; zeros of the padding
 * count for the mean, and padding is at most half of the kernel. Shapes: as conv2d, O = C. */
ag_node ag_max_pool2d(ag_graph *graph, ag_node x, int64_t kernel, int64_t stride,
                      int64_t padding);
ag_node ag_avg_pool2d(ag_graph *graph, ag_node x, int64_t kernel, int64_t stride,
                      int64_t padding);

/* Formula: lambda * sum over the distinct parameters p of sum p_i^2; a parameter that is listed
 * twice counts once, with one use named "l2". Rank 0 out; 0 for an empty list. */
ag_node ag_l2(ag_graph *graph, ag_parameter *const *parameters, size_t count, double lambda);

#ifdef __cplusplus
}
#endif
#endif
